package io.millrace.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model that is loaded and verified. Thread-safe; the caller closes it. */
public final class Model implements AutoCloseable {
  private static final int CHUNK_ROWS = 4096;

  private final String reference;
  private final VersionEntry version;
  private final OnnxScorer scorer;
  private final RowReader reader;

  Model(String reference, VersionEntry version, OnnxScorer scorer) {
    this.reference = reference;
    this.version = version;
    this.scorer = scorer;
    this.reader = new RowReader(scorer.signature());
  }

  /** What it takes and gives. */
  public Signature signature() {
    return scorer.signature();
  }

  /** The version that the reference resolved to when it was loaded. */
  public VersionEntry version() {
    return version;
  }

  /** The reference as it was asked for. */
  public String reference() {
    return reference;
  }

  /**
   * Scores rows of raw columns. Values: String; any Number for int, long, float and double;
   * Boolean; for a timestamp an Instant, LocalDateTime, OffsetDateTime, java.sql.Timestamp,
   * ISO-8601 String or Long of milliseconds; for a date a LocalDate, java.sql.Date or ISO-8601
   * String; null for a missing value. Times without an offset are on the data's own clock, others
   * in UTC.
   *
   * @return per row, each output by name: a Float, or a String
   * @throws IllegalArgumentException naming row (from 0) and column, if a required column is
   *     absent, a column is not one of the model's, or a value is of another type
   */
  public List<Map<String, Object>> score(List<Map<String, Object>> rows) {
    List<Map<String, Object>> results = new ArrayList<>(rows.size());
    Batch batch = scorer.batch(Math.max(1, Math.min(CHUNK_ROWS, rows.size())));
    for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
      List<Map<String, Object>> chunk =
          rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS));
      for (int row = 0; row < chunk.size(); row++) {
        reader.read(chunk.get(row), batch, row, (long) from + row);
      }
      append(batch.score(chunk.size()), results);
    }
    return results;
  }

  private void append(Scores scores, List<Map<String, Object>> results) {
    for (int row = 0; row < scores.rows(); row++) {
      Map<String, Object> result = new LinkedHashMap<>();
      for (Signature.Output output : signature().outputs()) {
        String name = output.name();
        boolean text = output.type().equals("string");
        result.put(name, text ? scores.strings(name)[row] : (Object) scores.floats(name)[row]);
      }
      results.add(result);
    }
  }

  @Override
  public void close() {
    scorer.close();
  }
}
