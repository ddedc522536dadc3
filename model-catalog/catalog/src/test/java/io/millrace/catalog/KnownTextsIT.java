package io.millrace.catalog;

import static java.nio.ByteOrder.nativeOrder;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts come out of the model as they went in, whichever way they were handed over. */
class KnownTextsIT {
  private static final int ROWS = 2 * KnownTexts.FEWEST_ROWS;
  private static final Signature ECHO =
      new Signature(
          Signature.VERSION,
          List.of(new Signature.Input("in", "string", false)),
          List.of(
              new Signature.Output("prediction", "string"),
              new Signature.Output("probability_0", "float"),
              new Signature.Output("probability_1", "float")),
          Signature.MULTICLASS,
          List.of("a", "b"));

  private static final byte[] MODEL =
      new OnnxGraph()
          .input("in", DataType.STRING)
          .node("Identity", "prediction", List.of("in"))
          .node(
              "LabelEncoder",
              "probability_0",
              List.of("in"),
              OnnxGraph.texts("keys_strings", "a"),
              OnnxGraph.reals("values_floats", 1f))
          .node("Identity", "probability_1", List.of("probability_0"))
          .output("prediction", DataType.STRING)
          .output("probability_0", DataType.FLOAT)
          .output("probability_1", DataType.FLOAT)
          .build();

  @Test
  void theFileIsWhatItIsSaidToBe() throws Exception {
    byte[] expected =
        new OnnxGraph()
            .input("known", DataType.STRING, "known")
            .input("fresh", DataType.STRING, "fresh")
            .input("codes", DataType.INT32)
            .node("Concat", "all", List.of("known", "fresh"), OnnxGraph.whole("axis", 0))
            .node("Gather", "texts", List.of("all", "codes"))
            .output("texts", DataType.STRING)
            .build();
    try (InputStream in = TextGather.class.getResourceAsStream(TextGather.FILE)) {
      assertThat(in.readAllBytes()).isEqualTo(expected);
    }
  }

  /** From texts that are all known soon to those of which every one is another. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 300, 3_000, 1_000_000})
  void fewAndManyTextsStayWhatTheyAre(int distinct) {
    Random random = new Random(distinct);
    try (OnnxScorer scorer = OnnxScorer.open(MODEL, ECHO)) {
      Batch batch = scorer.batch(2048);
      for (int rows : new int[] {1, 2048, 63, 64, 65, 2048, 512, 2047, 200, 2048}) {
        assertEchoes(batch, random.ints(rows, 0, distinct).mapToObj(i -> "text " + i).toList());
      }
    }
  }

  @Test
  void emptyMissingLongAndForeignTextsStayWhatTheyAre() {
    List<String> odd = new ArrayList<>(List.of("", "Ü✈", " ", "\n", "\"", "null"));
    odd.add("x".repeat(KnownTexts.MOST_CHARACTERS));
    odd.add("x".repeat(KnownTexts.MOST_CHARACTERS + 1));
    odd.add("y".repeat(100_000));
    odd.add(null);
    List<String> texts = Stream.generate(() -> odd).limit(20).flatMap(List::stream).toList();
    try (OnnxScorer scorer = OnnxScorer.open(MODEL, ECHO)) {
      Batch batch = scorer.batch(texts.size());
      for (int round = 0; round < 3; round++) {
        assertEchoes(batch, texts);
      }
    }
  }

  @Test
  void fewTextsOfManyRowsAreKept() throws Exception {
    try (SessionOptions options = new SessionOptions();
        TextGather gather = new TextGather(options);
        KnownTexts known = new KnownTexts()) {
      assertThat(isKept(known, gather, ROWS, 10)).isTrue();
      assertThat(isKept(known, gather, KnownTexts.FEWEST_ROWS - 1, 10)).isFalse();
      assertThat(isKept(known, gather, ROWS, ROWS / 2)).isTrue();
      assertThat(isKept(known, gather, 8 * ROWS, 8 * ROWS)).isFalse();
    }
  }

  private static boolean isKept(KnownTexts known, TextGather gather, int rows, int distinct)
      throws OrtException {
    String[] texts =
        IntStream.range(0, rows)
            .mapToObj(row -> distinct + " " + row % distinct)
            .toArray(String[]::new);
    IntBuffer codes = ByteBuffer.allocateDirect(4 * rows).order(nativeOrder()).asIntBuffer();
    try (OnnxTensor tensor = known.tensor(gather, texts, codes)) {
      return tensor != null;
    }
  }

  /** New ones come along in each batch, until no more are kept. */
  @Test
  void knownTextsGrowToTheirEnd() {
    try (OnnxScorer scorer = OnnxScorer.open(MODEL, ECHO)) {
      Batch batch = scorer.batch(ROWS);
      for (int first = 0; first < 2 * KnownTexts.MOST; first += ROWS / 4) {
        int from = first;
        assertEchoes(batch, IntStream.range(0, ROWS).mapToObj(i -> "" + (from + i / 4)).toList());
      }
    }
  }

  @Test
  void threadsLearnTogether() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (OnnxScorer scorer = OnnxScorer.open(MODEL, ECHO, 2)) {
      List<Future<?>> results = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        Random random = new Random(seed);
        results.add(
            threads.submit(
                () -> {
                  Batch batch = scorer.batch(ROWS);
                  for (int round = 0; round < 100; round++) {
                    int most = 1 + round * 20;
                    assertEchoes(
                        batch, random.ints(ROWS, 0, most).mapToObj(String::valueOf).toList());
                  }
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertEchoes(Batch batch, List<String> texts) {
    for (int row = 0; row < texts.size(); row++) {
      if (texts.get(row) != null) {
        batch.setString(0, row, texts.get(row));
      }
    }
    List<String> expected = texts.stream().map(text -> text == null ? "" : text).toList();
    assertThat(batch.score(texts.size()).strings("prediction")).containsExactlyElementsOf(expected);
  }
}
