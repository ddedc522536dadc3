package io.millrace.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An ONNX graph as it grows. The same calls in the same order give the same bytes. */
final class Graph {
  static final String ML = "ai.onnx.ml";
  static final String MICROSOFT = "com.microsoft";

  private static final long IR_VERSION = 8;
  private static final String ROWS = "rows";

  /** The standard operators have the empty name as their domain. */
  private static final Map<String, Long> OPSETS = Map.of("", 18L, ML, 3L, MICROSOFT, 1L);

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("millrace");
  private final TreeSet<String> domains = new TreeSet<>(List.of(""));
  private final Map<TensorProto, String> constants = new HashMap<>();
  private final Set<String> reserved;
  private final String prefix;
  private final String inputRows;
  private final String outputRows;
  private long constantBytes;
  private int values;

  /**
   * @param reserved names that no inner value may take
   */
  Graph(Collection<String> reserved) {
    this(reserved, ROWS, ROWS);
  }

  /**
   * @param inputRows what the rows of the inputs are; ONNX Runtime takes sizes of one name as equal
   * @param outputRows what the rows of the outputs are
   */
  Graph(Collection<String> reserved, String inputRows, String outputRows) {
    this.inputRows = inputRows;
    this.outputRows = outputRows;
    this.reserved = new HashSet<>(reserved);
    this.prefix = unusedPrefix(reserved);
  }

  private static String unusedPrefix(Collection<String> reserved) {
    StringBuilder prefix = new StringBuilder("#");
    while (reserved.stream().anyMatch(name -> name.startsWith(prefix.toString()))) {
      prefix.append('#');
    }
    return prefix.toString();
  }

  /** Declares an input of shape [rows] and returns its name. */
  String input(String name, DataType type) {
    return input(name, type, List.of(inputRows));
  }

  /**
   * Declares an input and returns its name.
   *
   * @param shape of sizes, each a number or the name of one that is known with the input
   */
  String input(String name, DataType type, List<String> shape) {
    graph.addInput(tensor(name, type, shape));
    return name;
  }

  /** Declares an output of shape [rows] that gives this value. */
  void output(String name, DataType type, String value) {
    output(name, type, List.of(outputRows), value);
  }

  /** Declares an output that gives this value. */
  void output(String name, DataType type, List<String> shape, String value) {
    graph.addOutput(tensor(name, type, shape));
    add("", "Identity", List.of(name), List.of(value));
  }

  /** A standard operator with one result. */
  String op(String type, String... inputs) {
    return node("", type, List.of(inputs));
  }

  String node(String domain, String type, List<String> inputs, AttributeProto... attributes) {
    String result = prefix + values++ + ":" + type;
    add(domain, type, List.of(result), inputs, attributes);
    return result;
  }

  /** A standard operator of whose two results the second is used. */
  String second(String type, List<String> inputs, AttributeProto... attributes) {
    String result = prefix + values++ + ":" + type;
    add("", type, List.of(result + ":first", result), inputs, attributes);
    return result;
  }

  private void add(
      String domain,
      String type,
      List<String> results,
      List<String> inputs,
      AttributeProto... attrs) {
    domains.add(domain);
    graph.addNode(
        NodeProto.newBuilder()
            .setName(results.get(results.size() - 1))
            .setDomain(domain)
            .setOpType(type)
            .addAllInput(inputs)
            .addAllOutput(results)
            .addAllAttribute(Arrays.asList(attrs)));
  }

  /**
   * Names the node added last, for people who look at the file. A name that an output has or that
   * could be an inner one is passed over: names of nodes are unique.
   */
  void label(String name) {
    if (!reserved.contains(name) && !name.startsWith(prefix)) {
      graph.getNodeBuilder(graph.getNodeCount() - 1).setName(name);
    }
  }

  String cast(String value, DataType type) {
    return node("", "Cast", List.of(value), Attributes.ofInt("to", type.getNumber()));
  }

  String gather(String table, String index, int axis) {
    return node("", "Gather", List.of(table, index), Attributes.ofInt("axis", axis));
  }

  /** [rows] columns side by side as [rows, columns]. */
  String matrix(List<String> columns) {
    List<String> upright = new ArrayList<>();
    for (String column : columns) {
      upright.add(upright(column));
    }
    return node("", "Concat", upright, Attributes.ofInt("axis", 1));
  }

  /** The number of rows of a value: int64 [1]. */
  String rows(String value) {
    return node(
        "", "Shape", List.of(value), Attributes.ofInt("start", 0), Attributes.ofInt("end", 1));
  }

  /** 0, 1, ... up to a number that is int64 [1]: int64 [number]. */
  String range(String number) {
    String limit = op("Squeeze", number, constant(Tensors.int64s(0)));
    return op("Range", int64(0), limit, int64(1));
  }

  /** A vector as [rows, 1]. */
  String upright(String vector) {
    return op("Unsqueeze", vector, constant(Tensors.int64s(1)));
  }

  /** A constant; equal ones are stored once. */
  String constant(TensorProto tensor) {
    String known = constants.get(tensor);
    if (known != null) {
      return known;
    }
    constantBytes += tensor.getSerializedSize();
    Tensors.requireRoom(constantBytes);
    String name = prefix + values++ + ":constant";
    graph.addInitializer(tensor.toBuilder().setName(name));
    constants.put(tensor, name);
    return name;
  }

  String int64(long value) {
    return constant(Tensors.int64(value));
  }

  String real(double value) {
    return constant(Tensors.real(value));
  }

  byte[] model(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("millrace")
            .setGraph(graph);
    domains.forEach(
        d ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(d).setVersion(OPSETS.get(d))));
    new TreeMap<>(metadata)
        .forEach(
            (k, v) ->
                model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(k).setValue(v)));
    return model.build().toByteArray();
  }

  private static ValueInfoProto tensor(String name, DataType type, List<String> sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    sizes.forEach(size -> shape.addDim(dimension(size)));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static Dimension dimension(String size) {
    boolean number = size.chars().allMatch(Character::isDigit);
    return number
        ? Dimension.newBuilder().setDimValue(Long.parseLong(size)).build()
        : Dimension.newBuilder().setDimParam(size).build();
  }
}
