package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final ArtifactSource EMPTY = ArtifactSource.of(new byte[0]);

  @ParameterizedTest
  @CsvSource({
    "ops/delay, ops/delay, , champion",
    "ops/delay@candidate, ops/delay, , candidate",
    "ops/delay/3, ops/delay, 3,",
    "ops/delay@12, ops/delay, 12,"
  })
  void parsesReferences(String text, String model, Integer version, String alias) {
    assertThat(Reference.parse(text)).isEqualTo(new Reference(model, version, alias));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delay",
        "ops/delay/three",
        "ops/delay/3/4",
        "ops//delay",
        "ops/de.lay",
        "../delay",
        "ops/delay@",
        "@champion",
        "ops/delay@a@b",
        "ops/-delay",
        "",
        "ops/delay@latest",
        "ops/delay@v3"
      })
  void refusesOtherReferences(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reference.parse(text))
        .withMessageStartingWith("Cannot ")
        .withMessageContaining("(expected ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "Latest", "v1", "V22", "1", "a.b", "a/b", "", "-a"})
  void refusesAliases(String alias) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.requireAlias(alias))
        .withMessageStartingWith("Cannot use alias '" + alias + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model.onnx",
        "/etc/x.json",
        "a/../b.json",
        "a//b.json",
        "C:x.json",
        "a\\b.json",
        ".hidden.json",
        "model.pkl",
        "model.jar",
        "model.pt",
        "json",
        "sub/MLmodel",
        "manifest.json",
        "a\0.json",
        "a b.json"
      })
  void refusesArtifactNames(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TinyModels.withFiles(
                    Map.of("model.onnx", EMPTY, "signature.json", EMPTY, name, EMPTY)))
        .withMessageStartingWith("Cannot publish file '" + name + "': its name is not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MLmodel",
        "model-card.md",
        "evaluation/by-slice.parquet",
        "a/b/c/weights.safetensors"
      })
  void acceptsArtifactNames(String name) {
    assertThat(
            TinyModels.withFiles(Map.of("model.onnx", EMPTY, "signature.json", EMPTY, name, EMPTY))
                .files())
        .containsKey(name);
  }

  @Test
  void requiresModelAndSignature() {
    assertThatThrownBy(() -> TinyModels.withFiles(Map.of("model.onnx", EMPTY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot publish model 'ops/delay': file 'signature.json' is missing");
  }

  @Test
  void refusesAnEmptyRunId() {
    assertThatThrownBy(() -> TinyModels.opaque(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the run id is empty");
  }
}
