package io.millrace.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookKeyTest {
  @TempDir private Path folder;

  /** The example of the Standard Webhooks libraries. */
  @Test
  void signsAsStandardWebhooksDoes() {
    byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    assertThat(WebhookKey.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void makesOneSecretForEachWebhook() throws IOException {
    WebhookKey.create(folder);
    WebhookKey key = WebhookKey.read(folder);

    assertThat(key.secret("a")).startsWith("whsec_").isNotEqualTo(key.secret("b"));
    assertThat(WebhookKey.read(folder).secret("a")).isEqualTo(key.secret("a"));
    assertThat(Base64.getDecoder().decode(key.secret("a").substring(6))).hasSize(32);
  }

  @Test
  void keepsTheKeyFromOthersAndMakesNoSecondOne() throws IOException {
    WebhookKey.create(folder);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> WebhookKey.create(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is one");
  }

  @Test
  void saysWhatIsWrongWithAKey() throws IOException {
    assertThatThrownBy(() -> WebhookKey.read(folder))
        .hasMessageContaining("holds no key")
        .hasMessageContaining("webhook init");
    Files.writeString(folder.resolve("key"), "short");
    assertThatThrownBy(() -> WebhookKey.read(folder)).hasMessageContaining("expected 32 bytes");
  }
}
