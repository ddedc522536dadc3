package io.millrace.benchmarks.scores;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings.Deep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreDefinitionsTest {
  private static final Path HOME = Path.of(System.getProperty("millrace.home", ".."));

  @ParameterizedTest
  @EnumSource
  void definitionsTrainWhatHasATargetSeveralTimes(ReferenceSet set) throws IOException {
    PipelineDefinition definition = read(set.definition(), set.folder());

    for (Target target : set.targets()) {
      boolean one = target instanceof Target.Shipped;
      assertThat(settings(definition.model(target.model())).seeds())
          .hasSizeGreaterThanOrEqualTo(one ? 1 : 2);
    }
  }

  /** Nothing but the number of executors may differ. */
  @Test
  void bothNumbersOfExecutorsTrainTheSame() throws IOException {
    PipelineDefinition definition = read(TwoExecutors.DEFINITION, ReferenceSet.FACEBOOK.folder());

    assertThat(definition.models()).extracting(ModelSpec::name).containsExactly("one", "two");
    assertThat(settings(definition.model("one"))).isEqualTo(settings(definition.model("two")));
    assertThat(settings(definition.model("one")).seeds()).hasSize(5);
  }

  private static Deep settings(ModelSpec model) {
    return (Deep) model.settings();
  }

  private static PipelineDefinition read(String definition, String data) throws IOException {
    return DefinitionReader.read(HOME.resolve(definition), Map.of(data, "elsewhere"));
  }
}
