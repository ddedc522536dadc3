package io.millrace.launcher.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.Metric;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.handoff.Json;
import io.millrace.launcher.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CatalogCommandTest {
  private static final String MODEL = "ops/late";

  @TempDir private Path folder;
  private Catalog catalog;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void publishTwoVersions() {
    catalog = Catalog.open(root());
    publish("run-1", 0.66);
    publish("run-2", 0.68);
  }

  @Test
  void anOpenCatalogSaysSoAndGetsRolesOnce() {
    assertThat(said("roles")).contains("is open");
    assertThat(said("roles", "init")).contains("is admin of all teams");
    assertThat(said("roles")).contains("admin", "Protected aliases: champion");
    assertThat(run("roles", "init")).isEqualTo(1);
    assertThat(err.toString()).contains("it has some (expected an open one)");
  }

  @Test
  void grantsRolesAndTakesThemAway() {
    run("roles", "init");
    assertThat(said("roles", "grant", "ann", "ops", "publisher", "approver", "--reason", "new"))
        .contains("ann is now publisher, approver of ops.");
    assertThat(catalog.keeper().roles().orElseThrow().of("ann", "ops"))
        .containsExactly(Role.PUBLISHER, Role.APPROVER);
    assertThat(said("roles", "grant", "ann", "ops", "--reason", "left"))
        .contains("ann is now nothing of ops.");
    assertThat(catalog.keeper().roles().orElseThrow().of("ann", "ops")).isEmpty();
  }

  @Test
  void setsTheRolesThatItPrints() throws IOException {
    run("roles", "init");
    Path file = folder.resolve("roles.json");
    Roles more =
        Json.read(said("roles", "--json").getBytes(StandardCharsets.UTF_8), Roles.class, "roles")
            .with("bob", "ops", Set.of(Role.CONSUMER));
    Files.writeString(file, Json.text(more));

    assertThat(said("roles", "set", file.toString(), "--reason", "a file")).contains("2 grants");
    assertThat(catalog.keeper().roles()).contains(more);
  }

  @Test
  void aRefusalIsAnErrorAndStandsInTheAudit() {
    run("roles", "init");

    assertThat(run("approve", MODEL, "2", "--reason", "mine")).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot approve version 2 of 'ops/late'", "is admin");
    assertThat(said("audit")).contains("refused", "roles", "alias champion");
    assertThat(said("audit", "--from", "3", "--json")).startsWith("[").contains("the first roles");
  }

  @Test
  void reviewsAndRetiresVersions() {
    run("approve", MODEL, "1", "--alias", "champion", "--reason", "steadier");
    assertThat(catalog.resolve(MODEL).version()).isEqualTo(1);
    run("retire", MODEL, "2", "--as", "archived", "--reason", "unused");
    assertThat(catalog.resolve(MODEL + "/2").lifecycle()).isEqualTo(Lifecycle.ARCHIVED);
    run("reject", MODEL, "2", "--reason", "leaks");
    assertThat(catalog.resolve(MODEL + "/2").declined()).isTrue();

    out.getBuffer().setLength(0);
    assertThat(command().execute("models", "show", MODEL, "--catalog", root())).isZero();
    assertThat(out.toString())
        .contains("published, approved", "published, rejected by its reviewer, archived");
  }

  @Test
  void keepsWebhooksAndTriesThem() throws IOException {
    String folder = this.folder.resolve("webhooks").toString();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> signatures = new CopyOnWriteArrayList<>();
    receiver.createContext(
        "/",
        exchange -> {
          signatures.add(exchange.getRequestHeaders().getFirst("webhook-signature"));
          exchange.sendResponseHeaders(signatures.size() == 1 ? 204 : 500, -1);
          exchange.close();
        });
    receiver.start();
    try {
      String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
      assertThat(command().execute("catalog", "webhook", "init", folder)).isZero();
      String added =
          said(
              "webhook",
              "add",
              url,
              "--team",
              "ops",
              "--event",
              "alias.moved",
              "--webhooks",
              folder);
      String id = catalog.webhooks().list().get(0).id();
      assertThat(added).contains(id, "whsec_");
      assertThat(said("webhook", "list")).contains(id, "ops", "alias.moved", url);
      assertThat(said("webhook", "secret", id, "--webhooks", folder)).contains("whsec_");
      assertThat(said("webhook", "test", id, "--webhooks", folder)).contains("accepts messages");
      assertThat(signatures).singleElement().asString().startsWith("v1,");
      assertThat(run("webhook", "test", id, "--webhooks", folder)).isEqualTo(1);
      assertThat(err.toString()).contains("Cannot tell webhook", "answered 500");
      assertThat(said("webhook", "remove", id)).contains("told nothing any more");
      assertThat(catalog.webhooks().list()).isEmpty();
      assertThat(run("webhook", "add", url, "--event", "alias.lost")).isEqualTo(2);
      assertThat(err.toString()).contains("Cannot use event 'alias.lost'", "alias.moved");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void describesModelsAndVersions() {
    run("describe", MODEL, "Late flights.");
    run("describe", MODEL + "/2", "With weather.");
    run("tag", MODEL, "domain", "aviation");
    run("tag", MODEL + "/2", "seen", "yes");
    run("tag", MODEL + "/2", "seen");

    assertThat(catalog.entry(MODEL).description()).isEqualTo("Late flights.");
    assertThat(catalog.entry(MODEL).tags()).isEqualTo(Map.of("domain", "aviation"));
    assertThat(catalog.resolve(MODEL + "/2").description()).isEqualTo("With weather.");
    assertThat(catalog.resolve(MODEL + "/2").tags()).isEmpty();
    assertThat(run("describe", "late", "x")).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot describe 'late'");
  }

  @Test
  void printsAndRevisesCards() throws IOException {
    Path file = Files.writeString(folder.resolve("card.md"), "# Revised\n");

    assertThat(said("card", MODEL)).isEqualTo("# Late\n");
    assertThat(said("card", MODEL, "--revise", file.toString())).contains("Revision 2");
    assertThat(said("card", MODEL)).isEqualTo("# Revised\n");
    assertThat(said("card", MODEL, "--revision", "1")).isEqualTo("# Late\n");
  }

  @Test
  void comparesTwoVersions() {
    assertThat(said("compare", MODEL + "/1", MODEL + "@champion"))
        .contains("rocAuc", "0.6600", "0.6800", "+0.0200", "model.onnx");
    assertThat(said("compare", MODEL + "/1", MODEL + "/2", "--json")).contains("\"metrics\"");
  }

  @Test
  void aTokenIsPrintedOnceListedAndRevoked() {
    String text = said("token", "create", "--team", "ops", "--expires-in", "2d").strip();

    Principal shown = catalog.keeper().authenticate(text);
    assertThat(shown.scope().teams()).containsExactly("ops");
    assertThat(shown.scope().roles()).containsExactly(Role.CONSUMER);
    String id = catalog.keeper().tokens().get(0).id();
    assertThat(said("token", "list")).contains(id, "ops", "consumer").doesNotContain(text);
    assertThat(said("token", "revoke", id)).contains("worth nothing");
    assertThat(catalog.keeper().tokens()).isEmpty();
  }

  @Test
  void movesAModelToAnotherCatalog() {
    String file = folder.resolve("late.zip").toString();
    assertThat(said("export", MODEL, file)).contains("is in");

    String other = folder.resolve("other").toString();
    out.getBuffer().setLength(0);
    assertThat(command().execute("catalog", "import", file, "--catalog", other)).isZero();
    assertThat(out.toString()).contains("ops/late: new versions 1, 2, 0 were there already.");
    assertThat(Catalog.open(other).resolve(MODEL).version()).isEqualTo(2);
  }

  @Test
  void findsUnusedDataAndDeletesItOnlyWhenTold() throws IOException {
    Path orphan = Files.createDirectories(Path.of(root(), "data", "left"));

    assertThat(said("gc", "--grace", "0s")).contains("data/left", "nothing was deleted");
    assertThat(orphan).exists();
    assertThat(said("gc", "--grace", "0s", "--delete")).contains("deleted");
    assertThat(orphan).doesNotExist();
    assertThat(said("verify")).contains("all as published");
  }

  @Test
  void withoutACommandItSaysWhichThereAre() {
    assertThat(command().execute("catalog")).isEqualTo(2);
    assertThat(err.toString()).contains("no command is named", "approve", "token");
    assertThat(command().execute("catalog", "token")).isEqualTo(2);
  }

  private void publish(String runId, double auc) {
    Signature signature =
        new Signature(
            1,
            List.of(new Signature.Input("distance", "double", true)),
            List.of(new Signature.Output("probability", "float")),
            "binary",
            List.of());
    Map<String, ArtifactSource> files =
        Map.of(
            "model.onnx", ArtifactSource.of(runId.getBytes(StandardCharsets.UTF_8)),
            "signature.json", ArtifactSource.of(signature.toJson()),
            "model-card.md", ArtifactSource.of("# Late\n".getBytes(StandardCharsets.UTF_8)));
    catalog.publish(
        new Publication(
            MODEL,
            runId,
            files,
            Map.of("rocAuc", new Metric(auc, auc, auc)),
            Map.of(),
            true,
            List.of("champion")));
  }

  private String said(String... arguments) {
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).as(err.toString()).isZero();
    return out.toString();
  }

  private int run(String... arguments) {
    return command()
        .execute(
            Stream.of(Stream.of("catalog"), Stream.of(arguments), Stream.of("--catalog", root()))
                .flatMap(words -> words)
                .toArray(String[]::new));
  }

  private String root() {
    return folder.resolve("catalog").toString();
  }

  private CommandLine command() {
    return CommandLines.millrace()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
