package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/models/ops/delay", "/?q=a%20b&page=2", "/audit?who=a/b"})
  void leadsBackToItsOwnPages(String path) {
    assertThat(SignIn.own(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models",
        "//evil.example",
        "/\\evil.example",
        "/models\\..\\x",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "/a b",
        "/ü"
      })
  void leadsNowhereElse(String path) {
    assertThat(SignIn.own(path)).isEqualTo("/");
  }
}
