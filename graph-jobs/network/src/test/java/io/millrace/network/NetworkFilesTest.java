package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.target.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFilesTest {
  static Stream<Predictor.Deep> networks() {
    return Stream.of(
        Networks.predictor(Task.BINARY, Networks.mlp(1), 1, -0.0),
        Networks.predictor(Task.MULTICLASS, Networks.wideAndDeep(5), 1, 0),
        Networks.predictor(Task.REGRESSION, Networks.deepFm(1), 0.1, 1e-300),
        Networks.predictor(Task.BINARY, Networks.dlrm(1), 1, 0),
        Networks.predictor(Task.BINARY, Networks.dcnV2(1, 3), 1, 0),
        Networks.predictor(Task.REGRESSION, Networks.dcnV2(1, 0), 1.0 / 3, -7),
        Networks.predictor(Task.REGRESSION, activations(), 2, 3),
        oddNumbers());
  }

  private static Network activations() {
    List<Node> nodes = new ArrayList<>();
    String value = "numbers";
    for (Function function : Function.values()) {
      nodes.add(new Node(function.name(), new Layer.Activation(function), List.of(value)));
      value = function.name();
    }
    nodes.add(new Node("end", new Layer.Linear(1, false), List.of(value)));
    return Networks.network(nodes, "end");
  }

  private static Predictor.Deep oddNumbers() {
    List<Node> nodes = List.of(new Node("é \"n\"", new Layer.Linear(1, true), List.of("numbers")));
    Network network = Networks.network(nodes, "é \"n\"");
    float[] odd = {Float.NaN, -0.0f, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 0.1f};
    Map<String, float[]> parameters =
        Map.of(
            "é \"n\".weight", odd, "é \"n\".bias", new float[] {Float.intBitsToFloat(0x7fc01234)});
    return new Predictor.Deep(Task.REGRESSION, network, parameters, 1, 0);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkComesBackToTheBit(Predictor.Deep deep) {
    byte[] network = PredictorFiles.network(deep);
    byte[] weights = PredictorFiles.weights(deep);
    Predictor.Deep read = (Predictor.Deep) PredictorFiles.read(network, weights);
    assertThat(read.network()).isEqualTo(deep.network());
    assertThat(read.task()).isEqualTo(deep.task());
    assertThat(Double.doubleToRawLongBits(read.scale())).isEqualTo(bits(deep.scale()));
    assertThat(Double.doubleToRawLongBits(read.shift())).isEqualTo(bits(deep.shift()));
    assertThat(read.parameters()).hasSameSizeAs(deep.parameters());
    deep.parameters()
        .forEach(
            (name, values) ->
                assertThat(bits(read.parameters().get(name))).isEqualTo(bits(values)));
    assertThat(PredictorFiles.network(read)).isEqualTo(network);
    assertThat(PredictorFiles.weights(read)).isEqualTo(weights);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void tensorsHaveTheNamesAndShapesOfTheParameters() {
    Predictor.Deep deep = Networks.predictor(Task.BINARY, Networks.deepFm(1), 1, 0);
    Map<String, Tensor> tensors = SafeTensors.read(PredictorFiles.weights(deep));
    List<Parameter> parameters = Shapes.of(deep.network()).parameters();
    assertThat(tensors).hasSameSizeAs(parameters);
    for (Parameter parameter : parameters) {
      Tensor tensor = tensors.get(parameter.name());
      assertThat(tensor).isInstanceOf(Tensor.Floats.class);
      assertThat(Arrays.stream(tensor.shape()).mapToObj(length -> (int) length))
          .containsExactlyElementsOf(parameter.shape());
    }
  }

  @Test
  void networkJsonIsReadable() {
    assertThat(json(small()))
        .isEqualToNormalizingWhitespace(
            """
            { "version" : 1, "kind" : "network", "task" : "regression",
              "inputs" : [
                { "type" : "dense", "name" : "x", "features" : [ "p", "q" ] },
                { "type" : "index", "name" : "route", "cardinality" : 2 } ],
              "nodes" : [
                { "name" : "hidden",
                  "layer" : { "type" : "linear", "out" : 3, "bias" : false }, "inputs" : [ "x" ] },
                { "name" : "norm",
                  "layer" : { "type" : "batch-norm", "momentum" : 0.1, "epsilon" : 0.5 },
                  "inputs" : [ "hidden" ] },
                { "name" : "act",
                  "layer" : { "type" : "activation", "function" : "leaky-relu" },
                  "inputs" : [ "norm" ] },
                { "name" : "table",
                  "layer" : { "type" : "embedding", "out" : 3, "start" : "zero" },
                  "inputs" : [ "route" ] },
                { "name" : "fm", "layer" : { "type" : "factorisation-machine" },
                  "inputs" : [ "act", "table" ] } ],
              "output" : "fm", "scale" : 2.5, "shift" : -1.0 }
            """);
  }

  private static Predictor.Deep small() {
    Network network =
        new Network(
            List.of(new Network.Dense("x", List.of("p", "q")), new Network.Index("route", 2)),
            List.of(
                new Node("hidden", new Layer.Linear(3, false), List.of("x")),
                new Node("norm", new Layer.BatchNorm(0.1, 0.5), List.of("hidden")),
                new Node("act", new Layer.Activation(Function.LEAKY_RELU), List.of("norm")),
                new Node("table", new Layer.Embedding(3, Start.ZERO), List.of("route")),
                new Node("fm", new Layer.FactorisationMachine(), List.of("act", "table"))),
            "fm");
    return Networks.predictor(Task.REGRESSION, network, 2.5, -1);
  }

  private static String json(Predictor predictor) {
    return new String(PredictorFiles.network(predictor), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"kind\" : \"network\" | \"kind\" : \"linear\" | 'scores' is missing",
        "\"inputs\" : [ { | \"inputs\" : [ 7, { | 'inputs[0]' is 7 (expected an object)",
        "\"dense\" | \"sparce\" | 'inputs[0].type' is sparce (expected dense, sparse or index)",
        "\"q\" | 1 | 'inputs[0].features[1]' is 1 (expected a text)",
        "\"cardinality\" : 2 | \"cardinality\" : 2.5 | 'inputs[1].cardinality' is 2.5 (expected a whole number",
        "\"cardinality\" : 2 | \"cardinality\" : 0 | 'nodes' is wrong. Cannot build the network: index 'route' has cardinality 0",
        "\"cardinality\" : 2 | \"cardinality\" : 3 | tensor 'table.table' is Floats of shape [2, 3] (expected Floats of shape [3, 3], as network.json says)",
        "\"layer\" | \"lair\" | 'nodes[0].layer' is missing (expected an object)",
        "\"linear\" | \"convolution\" | 'nodes[0].layer.type' is convolution (expected one of [linear, embedding, activation, dropout, batch-norm, layer-norm, concat, add, cross, factorisation-machine, dot-interaction, graph-conv, sage-conv, gat-conv, gin-conv, global-pool, attention-pool, top-k-pool, diff-pool, targets, pairs])",
        "\"out\" : 3, \"bias\" | \"bias\" | 'nodes[0].layer.out' is missing",
        "\"out\" : 3, \"bias\" | \"out\" : 0, \"bias\" | 'nodes[0].layer' is wrong. Cannot build a linear layer with out = 0",
        "\"out\" : 3, \"bias\" | \"out\" : 4, \"bias\" | the widths [4, 3] (expected at least 2 of one width)",
        "\"bias\" : false | \"bias\" : \"no\" | 'nodes[0].layer.bias' is \"no\" (expected true or false)",
        "\"bias\" : false | \"bias\" : true | tensor 'hidden.bias' is missing (expected Floats of shape [3]",
        "\"epsilon\" : 0.5 | \"epsilon\" : 1e999 | 'nodes[1].layer.epsilon' is",
        "\"epsilon\" : 0.5 | \"epsilon\" : -1 | 'nodes[1].layer' is wrong. Cannot build a batch-norm layer with epsilon = -1.0",
        "leaky-relu | gelu | 'nodes[2].layer.function' is gelu (expected one of [relu, leaky-relu, elu, silu, tanh, sigmoid])",
        "\"zero\" | \"one\" | 'nodes[3].layer.start' is one (expected one of [zero, small])",
        "\"act\", \"table\" | \"act\", \"tabel\" | node 'fm' reads 'tabel', which is no input and no node before it",
        "\"output\" : \"fm\" | \"output\" : \"act\" | nothing uses node 'fm'",
        "\"scale\" : 2.5 | \"scale\" : \"NaN\" | 'scale' is \"NaN\" (expected a finite number)",
        "\"shift\" | \"shifted\" | 'shift' is missing (expected a finite number)",
      })
  void filesThatDoNotFitAreRefused(String from, String to, String expected) {
    String network = json(small()).replaceAll("\\s+", " ");
    assertThat(network).contains(from);
    byte[] changed = network.replace(from, to).getBytes(StandardCharsets.UTF_8);
    byte[] weights = PredictorFiles.weights(small());
    assertThatThrownBy(() -> PredictorFiles.read(changed, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read ")
        .hasMessageContaining(expected);
  }

  @Test
  void tensorsOfAnotherTypeOrThatNothingNamesAreRefused() {
    byte[] network = PredictorFiles.network(small());
    Map<String, Tensor> tensors = new HashMap<>(SafeTensors.read(PredictorFiles.weights(small())));
    tensors.put("stray", new Tensor.Floats("stray", new long[] {1}, new float[1]));
    assertRefused(network, tensors, "it holds [stray] (expected only what network.json names)");
    tensors.remove("stray");
    tensors.put("norm.mean", new Tensor.Doubles("norm.mean", new long[] {3}, new double[3]));
    assertRefused(network, tensors, "tensor 'norm.mean' is Doubles of shape [3] (expected Floats");
  }

  private static void assertRefused(byte[] network, Map<String, Tensor> tensors, String expected) {
    byte[] weights = SafeTensors.write(tensors.values());
    assertThatThrownBy(() -> PredictorFiles.read(network, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read weights.safetensors: ")
        .hasMessageContaining(expected);
  }

  @Test
  void whatCouldNotBeReadBackIsNotWritten() {
    Predictor.Deep deep = small();
    Map<String, float[]> more = new HashMap<>(deep.parameters());
    more.put("hidden.bias", new float[3]);
    Predictor strange = new Predictor.Deep(deep.task(), deep.network(), more, 1, 0);
    assertThatThrownBy(() -> PredictorFiles.weights(strange))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "the model holds [hidden.bias] (expected only parameters of its network)");
    Predictor infinite =
        new Predictor.Deep(deep.task(), deep.network(), deep.parameters(), 1.0 / 0, 0);
    assertThatThrownBy(() -> PredictorFiles.network(infinite))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write network.json: 'scale' is Infinity (expected a finite number).");
  }
}
