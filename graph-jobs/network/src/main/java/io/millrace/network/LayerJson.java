package io.millrace.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** A layer as an object with its {@code type} and its settings. */
final class LayerJson {
  private LayerJson() {}

  static void write(Layer layer, ObjectNode json) {
    json.put("type", LayerType.text(LayerType.of(layer)));
    if (layer instanceof Layer.Linear linear) {
      json.put("out", linear.out()).put("bias", linear.bias());
    } else if (layer instanceof Layer.Embedding embedding) {
      json.put("out", embedding.out()).put("start", LayerType.text(embedding.start()));
    } else if (layer instanceof Layer.Activation activation) {
      json.put("function", LayerType.text(activation.function()));
    } else if (layer instanceof Layer.Dropout dropout) {
      json.put("rate", dropout.rate());
    } else if (layer instanceof Layer.BatchNorm norm) {
      json.put("momentum", norm.momentum()).put("epsilon", norm.epsilon());
    } else if (layer instanceof Layer.LayerNorm norm) {
      json.put("epsilon", norm.epsilon());
    } else if (layer instanceof Layer.Cross cross) {
      json.put("rank", cross.rank());
    } else if (layer instanceof GraphLayer graph) {
      GraphLayerJson.write(graph, json);
    }
  }

  /** Reads the layer that stands under a key of its node. */
  static Layer read(NetworkJson node, String key) {
    NetworkJson json = node.object(key);
    LayerType type = json.choice("type", LayerType.values(), LayerType::text);
    Reader reader = new Reader(node, key);
    return switch (type) {
      case LINEAR -> reader.build(Layer.Linear::new, json.count("out"), json.flag("bias"));
      case EMBEDDING ->
          reader.build(
              Layer.Embedding::new,
              json.count("out"),
              json.choice("start", Layer.Embedding.Start.values(), LayerType::text));
      case ACTIVATION ->
          new Layer.Activation(
              json.choice("function", Layer.Activation.Function.values(), LayerType::text));
      case DROPOUT -> reader.build(Layer.Dropout::new, json.number("rate"));
      case BATCH_NORM ->
          reader.build(Layer.BatchNorm::new, json.number("momentum"), json.number("epsilon"));
      case LAYER_NORM -> reader.build(Layer.LayerNorm::new, json.number("epsilon"));
      case CONCAT -> new Layer.Concat();
      case ADD -> new Layer.Add();
      case CROSS -> reader.build(Layer.Cross::new, json.count("rank"));
      case FACTORISATION_MACHINE -> new Layer.FactorisationMachine();
      case DOT_INTERACTION -> new Layer.DotInteraction();
      default -> GraphLayerJson.read(type, json, reader);
    };
  }

  /** Makes a layer of settings that have been read, whose own checks do not know the file. */
  record Reader(NetworkJson node, String key) {
    <A> Layer build(Function<A, Layer> layer, A setting) {
      return build(() -> layer.apply(setting));
    }

    <A, B> Layer build(BiFunction<A, B, Layer> layer, A first, B second) {
      return build(() -> layer.apply(first, second));
    }

    Layer build(Supplier<Layer> layer) {
      try {
        return layer.get();
      } catch (IllegalArgumentException e) {
        throw node.wrong(key, e);
      }
    }
  }
}
