package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.millrace.spec.feature.Transform;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Transforms that look a value up or hash it: they return int64 [rows], 0 where missing. */
final class KeyNodes {
  /** From here on neighbouring whole numbers are one double, and the inputs are doubles. */
  private static final long FIRST_INEXACT = 1L << 53;

  private final Graph graph;

  KeyNodes(Graph graph) {
    this.graph = graph;
  }

  /**
   * @param text string [rows], empty where missing
   */
  String indexOfText(Transform.Index transform, String text) {
    Set<String> seen = new HashSet<>();
    // An empty text is a missing one and has no index, whatever the vocabulary says.
    Map<ByteString, Long> values = new LinkedHashMap<>(Map.of(ByteString.EMPTY, 0L));
    for (String key : transform.vocabulary()) {
      requireNew(transform, key, seen.add(key));
      values.putIfAbsent(ByteString.copyFromUtf8(key), (long) seen.size());
      values.putIfAbsent(JavaText.bytes(key), (long) seen.size());
    }
    return lookUpText(values, 0, text);
  }

  /**
   * @param number double [rows], NaN where missing
   */
  String indexOfNumber(Transform.Index transform, String number) {
    List<Long> keys = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (String text : transform.vocabulary()) {
      long key = wholeNumber(transform, text);
      requireNew(transform, text, seen.add(key));
      keys.add(key);
    }
    String whole = graph.op("Equal", number, graph.op("Floor", number));
    String exact = graph.op("Less", graph.op("Abs", number), graph.real(FIRST_INEXACT));
    String valid = graph.op("And", whole, exact);
    String safe = graph.op("Where", valid, number, graph.real(0));
    String index = positionFromOne(keys, graph.cast(safe, DataType.INT64));
    return graph.op("Where", valid, index, graph.int64(0));
  }

  /**
   * @param text string [rows], empty where missing
   */
  String hash(Transform.Hash transform, String text) {
    String hash =
        graph.node(
            Graph.MICROSOFT,
            "MurmurHash3",
            List.of(text),
            Attributes.ofInt("positive", 1),
            Attributes.ofInt("seed", Integer.toUnsignedLong(transform.seed())));
    String bucket =
        graph.op("Mod", graph.cast(hash, DataType.INT64), graph.int64(transform.buckets()));
    String present = lookUpText(Map.of(ByteString.EMPTY, 0L), 1, text);
    return graph.op("Mul", present, graph.op("Add", bucket, graph.int64(1)));
  }

  /** 1 + position of a value of int64 [rows] among the keys, 0 where it is not there. */
  String positionFromOne(List<Long> keys, String value) {
    // The operator wants at least one key.
    List<Long> own = keys.isEmpty() ? List.of(0L) : keys;
    List<Long> values = keys.isEmpty() ? List.of(0L) : upTo(keys.size());
    return graph.node(
        Graph.ML,
        "LabelEncoder",
        List.of(value),
        Attributes.ofInts("keys_int64s", own),
        Attributes.ofInts("values_int64s", values),
        Attributes.ofInt("default_int64", 0));
  }

  private String lookUpText(Map<ByteString, Long> values, long other, String text) {
    return graph.node(
        Graph.ML,
        "LabelEncoder",
        List.of(text),
        Attributes.ofTexts("keys_strings", values.keySet()),
        Attributes.ofInts("values_int64s", values.values()),
        Attributes.ofInt("default_int64", other));
  }

  private static List<Long> upTo(int count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }

  private static long wholeNumber(Transform.Index transform, String text) {
    try {
      long value = Long.parseLong(text);
      if (Math.abs(value) < FIRST_INEXACT && value != Long.MIN_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          ("Cannot export feature '%s': its vocabulary has '%s' (expected whole numbers, as"
                  + " column '%s' holds).")
              .formatted(transform.name(), text, transform.column()),
          e);
    }
    throw new IllegalArgumentException(
        ("Cannot export feature '%s': its vocabulary has %s (expected less than 2^53 in size, as"
                + " whole numbers are passed as doubles). Make column '%s' a string.")
            .formatted(transform.name(), text, transform.column()));
  }

  private static void requireNew(Transform.Index transform, String key, boolean isNew) {
    if (!isNew) {
      throw new IllegalArgumentException(
          "Cannot export feature '%s': its vocabulary has '%s' twice (expected each value once)."
              .formatted(transform.name(), key));
    }
  }
}
