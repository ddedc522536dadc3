package io.millrace.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.network.Layer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A layer as an object with its {@code type} and its settings. */
final class LayerJson {
  /** The types by their names in the file, which are those of the records in kebab-case. */
  private enum Type {
    LINEAR(Layer.Linear.class),
    EMBEDDING(Layer.Embedding.class),
    ACTIVATION(Layer.Activation.class),
    DROPOUT(Layer.Dropout.class),
    BATCH_NORM(Layer.BatchNorm.class),
    LAYER_NORM(Layer.LayerNorm.class),
    CONCAT(Layer.Concat.class),
    ADD(Layer.Add.class),
    CROSS(Layer.Cross.class),
    FACTORISATION_MACHINE(Layer.FactorisationMachine.class),
    DOT_INTERACTION(Layer.DotInteraction.class);

    private final Class<? extends Layer> layer;

    Type(Class<? extends Layer> layer) {
      this.layer = layer;
    }
  }

  private LayerJson() {}

  static void write(Layer layer, ObjectNode json) {
    json.put("type", type(layer));
    if (layer instanceof Layer.Linear linear) {
      json.put("out", linear.out()).put("bias", linear.bias());
    } else if (layer instanceof Layer.Embedding embedding) {
      json.put("out", embedding.out()).put("start", text(embedding.start()));
    } else if (layer instanceof Layer.Activation activation) {
      json.put("function", text(activation.function()));
    } else if (layer instanceof Layer.Dropout dropout) {
      json.put("rate", dropout.rate());
    } else if (layer instanceof Layer.BatchNorm norm) {
      json.put("momentum", norm.momentum()).put("epsilon", norm.epsilon());
    } else if (layer instanceof Layer.LayerNorm norm) {
      json.put("epsilon", norm.epsilon());
    } else if (layer instanceof Layer.Cross cross) {
      json.put("rank", cross.rank());
    }
  }

  private static String type(Layer layer) {
    return Arrays.stream(Type.values())
        .filter(type -> type.layer.isInstance(layer))
        .findFirst()
        .map(LayerJson::text)
        .orElseThrow(() -> new IllegalStateException("Unknown layer " + layer.getClass()));
  }

  /** Reads the layer that stands under a key of its node. */
  static Layer read(NetworkJson node, String key) {
    NetworkJson json = node.object(key);
    Type type = json.choice("type", Type.values(), LayerJson::text);
    Reader reader = new Reader(node, key);
    return switch (type) {
      case LINEAR -> reader.build(Layer.Linear::new, json.count("out"), json.flag("bias"));
      case EMBEDDING ->
          reader.build(
              Layer.Embedding::new,
              json.count("out"),
              json.choice("start", Layer.Embedding.Start.values(), LayerJson::text));
      case ACTIVATION ->
          new Layer.Activation(
              json.choice("function", Layer.Activation.Function.values(), LayerJson::text));
      case DROPOUT -> reader.build(Layer.Dropout::new, json.number("rate"));
      case BATCH_NORM ->
          reader.build(Layer.BatchNorm::new, json.number("momentum"), json.number("epsilon"));
      case LAYER_NORM -> reader.build(Layer.LayerNorm::new, json.number("epsilon"));
      case CONCAT -> new Layer.Concat();
      case ADD -> new Layer.Add();
      case CROSS -> reader.build(Layer.Cross::new, json.count("rank"));
      case FACTORISATION_MACHINE -> new Layer.FactorisationMachine();
      case DOT_INTERACTION -> new Layer.DotInteraction();
    };
  }

  /** Makes a layer of settings that have been read, whose own checks do not know the file. */
  private record Reader(NetworkJson node, String key) {
    <A> Layer build(Function<A, Layer> layer, A setting) {
      return build((a, none) -> layer.apply(a), setting, key);
    }

    <A, B> Layer build(BiFunction<A, B, Layer> layer, A first, B second) {
      try {
        return layer.apply(first, second);
      } catch (IllegalArgumentException e) {
        throw node.wrong(key, e);
      }
    }
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
