package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/definition.md} shows does what it says. */
class DefinitionPageIT {
  private static final Pattern EXAMPLE = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile(
          "^((?:FLIGHTS=\\S+ )?)\\./millrace plan conf/late\\.conf (.*)$", Pattern.MULTILINE);

  @TempDir private Path folder;
  private String page;

  @BeforeEach
  void writesTheExampleBesideTheDemo() throws IOException {
    page = Files.readString(Launch.HOME.resolve("docs/definition.md"));
    String example =
        examples().stream().filter(text -> text.startsWith("include")).findFirst().orElseThrow();
    Files.createDirectory(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/late.conf"), example);
    Files.copy(
        Launch.HOME.resolve("conf/flight-delays.conf"), folder.resolve("conf/flight-delays.conf"));
    Files.createSymbolicLink(folder.resolve("data"), Launch.HOME.resolve("data"));
  }

  @Test
  void everyExampleIsHocon() {
    assertThat(examples()).hasSizeGreaterThan(3);
    assertThat(examples())
        .allSatisfy(text -> assertThatCode(() -> parse(text)).doesNotThrowAnyException());
  }

  @Test
  void plansEveryCommandThatItShows() throws Exception {
    List<MatchResult> commands = COMMAND.matcher(page).results().toList();

    assertThat(commands).hasSize(3);
    for (MatchResult command : commands) {
      Map<String, String> environment =
          command.group(1).isEmpty()
              ? Map.of()
              : Map.of(
                  "FLIGHTS", Launch.HOME.resolve("data/flights/flights-3m.parquet").toString());
      Launch.Ended ended = plan(environment, command.group(2));
      assertThat(ended.code()).describedAs(ended.err()).isZero();
      assertThat(ended.out()).contains("flight-delays-late");
    }
  }

  @Test
  void takesThePathFromTheEnvironmentAndTheTeamFromSet() throws Exception {
    Launch.Ended moved = plan(Map.of("FLIGHTS", "/nowhere/flights.parquet"), "--set team=ops");
    Launch.Ended nobody = plan(Map.of(), "");

    assertThat(moved.code()).isEqualTo(2);
    assertThat(moved.err()).contains("/nowhere/flights.parquet");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("Cannot resolve ${team}: nothing sets it");
  }

  private Launch.Ended plan(Map<String, String> environment, String options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("plan", "conf/late.conf"));
    Arrays.stream(options.replace("\"", "").split(" "))
        .filter(word -> !word.isEmpty())
        .forEach(arguments::add);
    return Launch.millrace(folder, environment, arguments);
  }

  private static void parse(String text) {
    // A file is not there for an example's include: only its syntax is looked at.
    ConfigFactory.parseString(text.replaceAll("(?m)^include .*$", ""));
  }

  private List<String> examples() {
    Matcher examples = EXAMPLE.matcher(page);
    return examples.results().map(example -> example.group(1)).toList();
  }
}
