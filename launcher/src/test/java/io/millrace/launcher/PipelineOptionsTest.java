package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.ResourceSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PipelineOptionsTest {
  private static final ResourceSpec TWO_CORES = new ResourceSpec(2, null, null);

  @ParameterizedTest
  @CsvSource({
    "'', local[2], local[2]",
    "--master=local[3], local[3], local[3]",
    "--master=spark://a:7077, spark://a:7077, local[2]",
    "--bigdl-master=spark://b:7177, local[2], spark://b:7177",
    "--master=spark://a:7077 --bigdl-master=spark://b:7177, spark://a:7077, spark://b:7177"
  })
  void bigDlSharesOnlyLocalMasters(String options, String master, String bigdl) {
    String[] words = options.isEmpty() ? new String[0] : options.split(" ", -1);
    PipelineOptions parsed = CommandLine.populateCommand(new PipelineOptions(), words);

    assertThat(parsed.spark(TWO_CORES).master()).isEqualTo(master);
    assertThat(parsed.bigdl(TWO_CORES).master()).isEqualTo(bigdl);
  }
}
