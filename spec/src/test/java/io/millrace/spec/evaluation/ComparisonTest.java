package io.millrace.spec.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void saysHowMuchBetterOrWorseAndWithinWhat() {
    Comparison comparison =
        new Comparison(
            "mlp",
            Map.of(
                "rocAuc", new MetricValue(-0.0172, -0.0205, -0.0144),
                "logLoss", new MetricValue(-0.0135, -0.0157, 0.0001),
                "f1", new MetricValue(0.1, 0.05, 0.15)));
    assertThat(comparison.text())
        .isEqualTo(
            "better in logLoss by 0.0135 (-0.0001 to 0.0157), worse in rocAuc by 0.0172 (0.0144 to 0.0205)");
  }

  @Test
  void saysWhatIsEqual() {
    Comparison comparison = new Comparison("mlp", Map.of("rmse", new MetricValue(0, -0.5, 0.25)));
    assertThat(comparison.text()).isEqualTo("equal in rmse (-0.5000 to 0.2500)");
  }
}
