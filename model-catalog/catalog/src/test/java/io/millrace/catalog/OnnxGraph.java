package io.millrace.catalog;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** Builds small ONNX files for tests. */
public final class OnnxGraph {
  public static final String ML = "ai.onnx.ml";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  public OnnxGraph input(String name, TensorProto.DataType type) {
    return input(name, type, "rows");
  }

  /**
   * @param axis whose length it has; inputs with one name for it have as many values
   */
  public OnnxGraph input(String name, TensorProto.DataType type, String axis) {
    graph.addInput(column(name, type, axis));
    return this;
  }

  /** An input with two axes. */
  public OnnxGraph matrixInput(String name, TensorProto.DataType type, int rows, String columns) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(rows))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(columns))
            .build();
    graph.addInput(value(name, type, shape));
    return this;
  }

  public OnnxGraph output(String name, TensorProto.DataType type) {
    graph.addOutput(column(name, type, "rows"));
    return this;
  }

  public OnnxGraph constant(String name, float value) {
    graph.addInitializer(TensorProto.newBuilder().setName(name).setDataType(1).addFloatData(value));
    return this;
  }

  public OnnxGraph constant(String name, long value) {
    graph.addInitializer(TensorProto.newBuilder().setName(name).setDataType(7).addInt64Data(value));
    return this;
  }

  public OnnxGraph constant(String name, String value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(8)
            .addStringData(ByteString.copyFromUtf8(value)));
    return this;
  }

  public OnnxGraph node(
      String op, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(op)
            .setDomain(op.equals("LabelEncoder") ? ML : "")
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
    return this;
  }

  public OnnxGraph toFloat(String output, String input) {
    return node("Cast", output, List.of(input), whole("to", 1));
  }

  public byte[] build() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(3))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  public static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  public static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  public static AttributeProto reals(String name, Float... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOATS)
        .addAllFloats(List.of(values))
        .build();
  }

  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  public static AttributeProto texts(String name, String... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
    for (String value : values) {
      attribute.addStrings(ByteString.copyFromUtf8(value));
    }
    return attribute.build();
  }

  private static ValueInfoProto column(String name, TensorProto.DataType type, String axis) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(axis))
            .build();
    return value(name, type, shape);
  }

  private static ValueInfoProto value(
      String name, TensorProto.DataType type, TensorShapeProto shape) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
