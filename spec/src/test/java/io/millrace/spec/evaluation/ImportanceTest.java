package io.millrace.spec.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImportanceTest {
  @Test
  void saysHowMuchWorseAndInWhichRange() {
    assertThat(new Importance("date", "logLoss", 0.03124, 0.0308, 0.0316).text())
        .isEqualTo("logLoss +0.0312 (0.0308 to 0.0316)");
    assertThat(new Importance("noise", "rmse", -0.0002, -0.0004, 0.0001).text())
        .isEqualTo("rmse -0.0002 (-0.0004 to 0.0001)");
  }
}
