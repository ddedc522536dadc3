package io.millrace.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GatConv;
import io.millrace.spec.network.GraphLayer.GlobalPool;
import io.millrace.spec.network.GraphLayer.GraphConv;
import io.millrace.spec.network.GraphLayer.Pairs;
import io.millrace.spec.network.GraphLayer.SageConv;
import io.millrace.spec.network.GraphLayer.TopKPool;
import io.millrace.spec.network.Layer;

/** The settings of a layer over graphs. */
final class GraphLayerJson {
  private GraphLayerJson() {}

  static void write(GraphLayer layer, ObjectNode json) {
    if (layer instanceof GraphConv conv) {
      json.put("out", conv.out()).put("normalisation", LayerType.text(conv.normalisation()));
    } else if (layer instanceof SageConv conv) {
      json.put("out", conv.out()).put("aggregator", LayerType.text(conv.aggregator()));
    } else if (layer instanceof GatConv conv) {
      json.put("out", conv.out()).put("heads", conv.heads()).put("concat", conv.concat());
      json.put("slope", conv.slope()).put("dropout", conv.dropout());
    } else if (layer instanceof GraphLayer.GinConv conv) {
      json.put("learnt", conv.learnt());
    } else if (layer instanceof GlobalPool pool) {
      json.put("kind", LayerType.text(pool.kind()));
    } else if (layer instanceof TopKPool pool) {
      json.put("ratio", pool.ratio()).put("score", LayerType.text(pool.score()));
    } else if (layer instanceof Pairs pairs) {
      json.put("combination", LayerType.text(pairs.combination()));
    }
  }

  static Layer read(LayerType type, NetworkJson json, LayerJson.Reader reader) {
    return switch (type) {
      case GRAPH_CONV ->
          reader.build(
              GraphConv::new,
              json.count("out"),
              json.choice("normalisation", GraphConv.Normalisation.values(), LayerType::text));
      case SAGE_CONV ->
          reader.build(
              SageConv::new,
              json.count("out"),
              json.choice("aggregator", SageConv.Aggregator.values(), LayerType::text));
      case GAT_CONV -> attention(json, reader);
      case GIN_CONV -> new GraphLayer.GinConv(json.flag("learnt"));
      case GLOBAL_POOL ->
          new GlobalPool(json.choice("kind", GlobalPool.Kind.values(), LayerType::text));
      case ATTENTION_POOL -> new GraphLayer.AttentionPool();
      case TOP_K_POOL ->
          reader.build(
              TopKPool::new,
              json.number("ratio"),
              json.choice("score", TopKPool.Score.values(), LayerType::text));
      case DIFF_POOL -> new GraphLayer.DiffPool();
      case TARGETS -> new GraphLayer.Targets();
      case PAIRS ->
          new Pairs(json.choice("combination", Pairs.Combination.values(), LayerType::text));
      default -> throw new IllegalStateException("Unknown layer " + type);
    };
  }

  private static Layer attention(NetworkJson json, LayerJson.Reader reader) {
    int out = json.count("out");
    int heads = json.count("heads");
    boolean concat = json.flag("concat");
    double slope = json.number("slope");
    double dropout = json.number("dropout");
    return reader.build(() -> new GatConv(out, heads, concat, slope, dropout));
  }
}
