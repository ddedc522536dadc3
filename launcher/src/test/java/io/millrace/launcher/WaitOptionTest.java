package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.launcher.options.DurationConverter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

class WaitOptionTest {
  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({"0s,PT0S", "500ms,PT0.5S", "90s,PT90S", "30m,PT30M", "2h,PT2H", "1D,PT24H"})
  void readsWhatPeopleWrite(String text, Duration duration) {
    assertThat(converter.convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "m", "-1s", "1.5h", "PT30M"})
  void saysWhatItExpects(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "'%s' is no duration (expected a number with ms, s, m, h or d, such as 30m)."
                .formatted(text));
  }

  @Test
  void theCommandLineIsGivenBackAsItWasTyped() {
    CommandLine main = Main.commandLine();
    main.parseArgs("run", "my runs/x.conf", "--wait", "30m", "--set", "a=it's");

    assertThat(Terminal.commandLine(main.getSubcommands().get("run")))
        .endsWith(" run 'my runs/x.conf' --wait 30m --set 'a=it'\\''s'");
  }
}
