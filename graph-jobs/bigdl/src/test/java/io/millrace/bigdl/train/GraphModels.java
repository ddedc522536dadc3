package io.millrace.bigdl.train;

import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.GraphNetworkSpec.Convolutions;
import io.millrace.spec.network.GraphNetworkSpec.Decoder;
import io.millrace.spec.network.GraphNetworkSpec.Pool;
import io.millrace.spec.network.GraphNetworkSpec.Pooling;
import io.millrace.spec.network.GraphNetworkSpec.Readout;
import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import java.util.List;

/** Models for tests, all with the same training. */
record GraphModels(int batchSize, int epochs) {
  ModelSpec model(String name, NetworkSpec spec) {
    return model(name, spec, StopOn.LOSS, List.of(1L));
  }

  ModelSpec model(String name, NetworkSpec spec, StopOn stopOn, List<Long> seeds) {
    Deep settings =
        new Deep(
            spec,
            new Loss.CrossEntropy(0),
            new Optimiser.Adam(0.9, 0.999, 1e-8, 0),
            new Schedule(0.02, Schedule.Shape.CONSTANT, 0, 0.5, 1),
            null,
            batchSize,
            epochs,
            epochs,
            seeds.get(0),
            stopOn,
            seeds);
    return new ModelSpec(name, "bigdl", List.of(), ClassWeights.NONE, settings);
  }

  static Convolutions nodes(double dropout, Norm norm, Integer... hidden) {
    return new Convolutions(List.of(hidden), Function.RELU, norm, dropout, false, Readout.NODES);
  }

  static Convolutions pairs(Decoder decoder, Integer... hidden) {
    return new Convolutions(
        List.of(hidden), Function.RELU, Norm.NONE, 0, false, Readout.pairs(decoder));
  }

  static Convolutions graphs(Pooling pooling, Pool pool) {
    return new Convolutions(
        List.of(8, 8),
        Function.RELU,
        Norm.LAYER,
        0,
        false,
        new Readout(pooling, pool, 0.5, 3, null));
  }

  static Tower tower(Integer... hidden) {
    return new Tower(List.of(hidden), Function.RELU, Norm.NONE, 0);
  }
}
