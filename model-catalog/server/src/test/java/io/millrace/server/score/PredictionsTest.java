package io.millrace.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String text(Answer answer) throws IOException {
    Reply reply = Predictions.reply(answer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reply.body().write(out);
    assertThat(reply.length()).isEqualTo(out.size());
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Read by another's parser, with the digits that Java itself would write. */
  @Test
  void writesEveryNumberSoThatItIsReadAsTheSame() throws IOException {
    Random random = new Random(11);
    float[] numbers = new float[200_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          i % 2 == 0 ? random.nextFloat() : Float.intBitsToFloat(random.nextInt() & 0x7effffff);
    }
    numbers[0] = 0;
    numbers[1] = 1;
    numbers[2] = Math.nextDown(1f);
    numbers[3] = 0.001f;
    numbers[4] = -0.25f;
    numbers[5] = Float.MIN_VALUE;
    numbers[6] = 0.3f;
    numbers[7] = 0.5f;
    JsonNode rows = JSON.readTree(text(new Answer(Map.of("p", numbers), false, numbers.length)));

    for (int i = 0; i < numbers.length; i++) {
      String written = rows.get("predictions").get(i).get("p").asText();
      assertThat(Float.parseFloat(written)).as(written).isEqualTo(numbers[i]);
    }
  }

  @Test
  void writesFewDigitsWhereFewAreEnough() throws IOException {
    float[] numbers = {0.5f, 0.3f, 0.1f, 0.25f, 0.001f, 0.123456f, 1, 0};
    assertThat(text(new Answer(Map.of("p", numbers), true, numbers.length)))
        .isEqualTo("{\"predictions\":{\"p\":[0.5,0.3,0.1,0.25,0.001,0.123456,1.0,0.0]}}");
  }

  @Test
  void writesRowsAndColumnsOfAllKinds() throws IOException {
    Map<String, Object> outputs = new LinkedHashMap<>();
    outputs.put("a \"b\"", new String[] {"x\n", "✈"});
    outputs.put("c", new float[] {Float.NaN, Float.NEGATIVE_INFINITY});

    assertThat(text(new Answer(outputs, false, 2)))
        .isEqualTo(
            "{\"predictions\":[{\"a \\\"b\\\"\":\"x\\n\",\"c\":null},{\"a \\\"b\\\"\":\"✈\",\"c\":null}]}");
    assertThat(text(new Answer(outputs, true, 2)))
        .isEqualTo("{\"predictions\":{\"a \\\"b\\\"\":[\"x\\n\",\"✈\"],\"c\":[null,null]}}");
    assertThat(text(new Answer(Map.of("p", new float[0]), false, 0)))
        .isEqualTo("{\"predictions\":[]}");
    assertThat(text(new Answer(Map.of("p", new float[0]), true, 0)))
        .isEqualTo("{\"predictions\":{\"p\":[]}}");
  }
}
