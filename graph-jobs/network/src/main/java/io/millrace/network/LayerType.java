package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import java.util.Arrays;
import java.util.Locale;

/** The types of layers by their names in the file, which are those of the records in kebab-case. */
enum LayerType {
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
  DOT_INTERACTION(Layer.DotInteraction.class),
  GRAPH_CONV(GraphLayer.GraphConv.class),
  SAGE_CONV(GraphLayer.SageConv.class),
  GAT_CONV(GraphLayer.GatConv.class),
  GIN_CONV(GraphLayer.GinConv.class),
  GLOBAL_POOL(GraphLayer.GlobalPool.class),
  ATTENTION_POOL(GraphLayer.AttentionPool.class),
  TOP_K_POOL(GraphLayer.TopKPool.class),
  DIFF_POOL(GraphLayer.DiffPool.class),
  TARGETS(GraphLayer.Targets.class),
  PAIRS(GraphLayer.Pairs.class);

  private final Class<? extends Layer> layer;

  LayerType(Class<? extends Layer> layer) {
    this.layer = layer;
  }

  static LayerType of(Layer layer) {
    return Arrays.stream(values())
        .filter(type -> type.layer.isInstance(layer))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Unknown layer " + layer.getClass()));
  }

  /** The name of a constant as it stands in the file. */
  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
