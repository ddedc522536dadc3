package io.millrace.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;

/** Attributes of ONNX nodes. */
final class Attributes {
  private Attributes() {}

  static AttributeProto ofInt(String name, long value) {
    return named(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto ofFloat(String name, float value) {
    return named(name, AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto ofInts(String name, Collection<Long> values) {
    return named(name, AttributeType.INTS).addAllInts(values).build();
  }

  static AttributeProto ofString(String name, String value) {
    return named(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto ofStrings(String name, List<String> values) {
    return ofTexts(name, values.stream().map(ByteString::copyFromUtf8).toList());
  }

  static AttributeProto ofTexts(String name, Collection<ByteString> values) {
    return named(name, AttributeType.STRINGS).addAllStrings(values).build();
  }

  static AttributeProto ofTensor(String name, TensorProto tensor) {
    TensorProto own = tensor.toBuilder().setName(name).build();
    return named(name, AttributeType.TENSOR).setT(own).build();
  }

  private static AttributeProto.Builder named(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
