package io.millrace.catalog;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts that one column has had, which ONNX Runtime keeps: of most columns they are few, and a
 * batch needs to hand over no more than their numbers. Thread-safe; the scorer closes it when no
 * batch is being scored.
 */
final class KnownTexts implements AutoCloseable {
  static final int MOST = 1024;

  /** More would take longer to copy than to hand over. */
  static final int MOST_CHARACTERS = 64;

  /** Of fewer, the call takes longer than to hand them over. */
  static final int FEWEST_ROWS = 64;

  /** Each time more texts become known by this share: all that were made stay until the end. */
  private static final int GROWTH_SHARE = 4;

  private static final int FEWEST_NEW = 16;

  /**
   * @param codes by text, from 0
   * @param tensor the texts in this order
   */
  private record Words(Map<String, Integer> codes, OnnxTensor tensor) {
    static Words of(Collection<String> texts) throws OrtException {
      Map<String, Integer> codes = new LinkedHashMap<>();
      texts.forEach(text -> codes.put(text, codes.size()));
      return new Words(codes, TextGather.tensor(texts));
    }
  }

  private final List<OnnxTensor> made = new ArrayList<>();
  private final Set<String> pending = new LinkedHashSet<>();
  private volatile Words words;

  KnownTexts() throws OrtException {
    words = Words.of(List.of());
    made.add(words.tensor());
  }

  /**
   * The column's texts, for which {@code codes} is room.
   *
   * @param texts [rows]
   * @return string [rows], which the caller closes; null if to hand all over takes less time, as of
   *     few rows, or where most are new and differ
   */
  @Nullable OnnxTensor tensor(TextGather gather, String[] texts, IntBuffer codes)
      throws OrtException {
    Words now = words;
    if (texts.length < Math.max(FEWEST_ROWS, now.codes().size() / 2)) {
      return null;
    }
    Map<String, Integer> fresh = new LinkedHashMap<>();
    boolean few = encode(texts, now.codes(), fresh, codes);
    if (!fresh.isEmpty() && now.codes().size() < MOST) {
      learn(fresh.keySet());
    }
    return few
        ? gather.gather(now.tensor(), fresh.keySet(), codes.duplicate().limit(texts.length))
        : null;
  }

  private static boolean encode(
      String[] texts, Map<String, Integer> known, Map<String, Integer> fresh, IntBuffer codes) {
    for (int row = 0; row < texts.length; row++) {
      Integer code = known.get(texts[row]);
      if (code == null) {
        code = fresh.computeIfAbsent(texts[row], text -> known.size() + fresh.size());
        if (fresh.size() > texts.length / 2) {
          return false;
        }
      }
      codes.put(row, code);
    }
    return true;
  }

  private synchronized void learn(Collection<String> fresh) throws OrtException {
    Map<String, Integer> known = words.codes();
    for (String text : fresh) {
      if (known.size() + pending.size() < MOST
          && text.length() <= MOST_CHARACTERS
          && !known.containsKey(text)) {
        pending.add(text);
      }
    }
    boolean full = !pending.isEmpty() && known.size() + pending.size() == MOST;
    if (full || pending.size() >= Math.max(FEWEST_NEW, known.size() / GROWTH_SHARE)) {
      List<String> all = new ArrayList<>(known.keySet());
      all.addAll(pending);
      pending.clear();
      Words grown = Words.of(all);
      made.add(grown.tensor());
      words = grown;
    }
  }

  @Override
  public void close() {
    made.forEach(OnnxTensor::close);
  }
}
