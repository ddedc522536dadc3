package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineagePictureTest {
  private static VersionEntry version(String model, int number, String run) {
    return new VersionEntry(
        model,
        number,
        VersionEntry.PUBLISHED,
        "2026-01-01T00:00:00Z",
        "ann",
        run,
        "data-" + number,
        Map.of(),
        Map.of(),
        "",
        Lifecycle.ACTIVE,
        List.of(),
        List.of(),
        null);
  }

  private static ModelEntry model(String name, VersionEntry... versions) {
    return new ModelEntry(name, "", List.of(versions), Map.of(), "", Map.of());
  }

  /** Each names the one before as its parent; the fifth was compared with the second. */
  private static JsonNode file(VersionEntry version) {
    int number = version.version();
    String parent = number == 1 ? "null" : "\"ops/delay/" + (number - 1) + "\"";
    String champion = number == 5 ? "\"ops/delay/2\"" : "null";
    try {
      return new ObjectMapper()
          .readTree(
              "{\"pipeline\": \"delays\", \"codeVersion\": \"1.0\", \"definition\": \"d1\", \"data\": {\"clean\": \"c1\", \"features\": \"f1\"}, \"parent\": %s, \"champion\": %s}"
                  .formatted(parent, champion));
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final ModelEntry DELAY =
      model(
          "ops/delay",
          IntStream.rangeClosed(1, 6)
              .mapToObj(n -> version("ops/delay", n, "run-" + n))
              .toArray(VersionEntry[]::new));
  private static final ModelEntry OTHER =
      model("ops/delay-mlp", version("ops/delay-mlp", 1, "run-2"));

  @Test
  void findsWhatAVersionWasMadeFromAndWhatFollowed() {
    Lineage lineage =
        Lineage.of(DELAY, DELAY.versions().get(1), List.of(DELAY, OTHER), LineagePictureTest::file);

    assertThat(lineage.parent()).isEqualTo("ops/delay/1");
    assertThat(lineage.data()).containsEntry("clean", "c1").containsEntry("features", "f1");
    assertThat(lineage.siblings()).extracting(VersionEntry::name).containsExactly("ops/delay-mlp");
    assertThat(lineage.followers()).extracting(VersionEntry::version).containsExactly(3, 5);
  }

  @Test
  void drawsBoxesThatDoNotMeetAndLinesBetweenThem() {
    Lineage lineage =
        Lineage.of(DELAY, DELAY.versions().get(1), List.of(DELAY, OTHER), LineagePictureTest::file);
    LineagePicture picture = LineagePicture.of(lineage, List.of("champion"));

    assertThat(picture.boxes())
        .extracting(LineagePicture.Box::title)
        .containsExactly(
            "Data: clean",
            "Data: features",
            "Definition",
            "Code",
            "Run of delays",
            "Parent",
            "This version",
            "Same run",
            "Served as",
            "Followed by",
            "Followed by");
    // Sources, this and its sibling, the parent, and three outcomes.
    assertThat(picture.lines()).hasSize(4 + 2 + 1 + 3);
    for (LineagePicture.Box one : picture.boxes()) {
      assertThat(one.right()).isLessThanOrEqualTo(picture.width());
      assertThat(one.y()).isBetween(0, picture.height() - LineagePicture.BOX_HEIGHT);
      for (LineagePicture.Box other : picture.boxes()) {
        boolean apart =
            one.right() < other.x()
                || other.right() < one.x()
                || one.y() + LineagePicture.BOX_HEIGHT < other.y()
                || other.y() + LineagePicture.BOX_HEIGHT < one.y();
        assertThat(one.equals(other) || apart).as(one + " " + other).isTrue();
      }
    }
  }

  @Test
  void drawsAVersionOfWhichNothingIsKnown() {
    Lineage lineage =
        Lineage.of(
            DELAY, DELAY.versions().get(0), List.of(DELAY), version -> MissingNode.getInstance());
    LineagePicture picture = LineagePicture.of(lineage, List.of());
    assertThat(picture.boxes())
        .extracting(LineagePicture.Box::title)
        .containsExactly("Run", "This version");
    assertThat(picture.lines()).hasSize(1);
  }

  @Test
  void leadsOnlyToReferencesThatAreSome() {
    assertThat(Links.reference("ops/delay/3")).isEqualTo("/models/ops/delay/versions/3");
    assertThat(Links.reference("javascript:alert(1)//1")).isEmpty();
    assertThat(Links.reference("ops/delay")).isEmpty();
    assertThat(Links.reference("../../1")).isEmpty();
  }
}
