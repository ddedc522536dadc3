package io.millrace.handoff.definition;

import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Optimiser.Adagrad;
import io.millrace.spec.network.Optimiser.Adam;
import io.millrace.spec.network.Optimiser.AdamW;
import io.millrace.spec.network.Optimiser.Sgd;
import io.millrace.spec.network.Schedule;
import io.millrace.spec.network.Schedule.Shape;
import java.util.Optional;

/** Reads {@code optimiser} and {@code schedule} of a model. */
final class OptimiserReader {
  private static final Kind<String> OPTIMISERS = Kind.oneOf("adam", "adamw", "sgd", "adagrad");
  private static final Kind<Shape> SHAPES = Kind.of(Shape.class);
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double FACTOR = 0.1;
  private static final int DROPS = 2;

  private static final Steps DEFAULT =
      new Steps(new Adam(BETA1, BETA2, EPSILON, 0), constant(0.001));

  private OptimiserReader() {}

  /** How parameters change from step to step. */
  record Steps(Optimiser optimiser, Schedule schedule) {}

  /** Reads both; empty, with a problem, where one of them is wrong. */
  static Optional<Steps> read(Section model) {
    Optional<Section> written = model.optionalSection("optimiser");
    Optional<Steps> constant = written.isEmpty() ? Optional.of(DEFAULT) : optimiser(written.get());
    // A schedule behind an optimiser that is wrong is still looked at.
    double rate = constant.orElse(DEFAULT).schedule().rate();
    Optional<Section> shaped = model.optionalSection("schedule");
    Optional<Schedule> schedule =
        shaped.isEmpty() ? Optional.of(constant(rate)) : schedule(shaped.get(), rate);
    return constant.flatMap(c -> schedule.map(s -> new Steps(c.optimiser(), s)));
  }

  private static Optional<Steps> optimiser(Section section) {
    Optional<String> type =
        section.has("type") ? section.need("type", OPTIMISERS) : Optional.of("adam");
    if (type.isEmpty()) {
      section.abandon();
      return Optional.empty();
    }
    double rate = section.optional("learning-rate", Kind.NUMBER, DEFAULT.schedule().rate());
    double decay = section.optional("weight-decay", Kind.NUMBER, 0.0);
    return switch (type.get()) {
      case "sgd" -> sgd(section, rate, decay);
      case "adagrad" -> {
        double epsilon = section.optional("epsilon", Kind.NUMBER, EPSILON);
        yield section.build(() -> new Steps(new Adagrad(epsilon, decay), constant(rate)));
      }
      default -> adam(section, type.get().equals("adamw"), rate, decay);
    };
  }

  private static Optional<Steps> sgd(Section section, double rate, double decay) {
    double momentum = section.optional("momentum", Kind.NUMBER, 0.0);
    boolean nesterov = section.optional("nesterov", Kind.FLAG, false);
    return section.build(() -> new Steps(new Sgd(momentum, nesterov, decay), constant(rate)));
  }

  private static Optional<Steps> adam(Section section, boolean apart, double rate, double decay) {
    double beta1 = section.optional("beta1", Kind.NUMBER, BETA1);
    double beta2 = section.optional("beta2", Kind.NUMBER, BETA2);
    double epsilon = section.optional("epsilon", Kind.NUMBER, EPSILON);
    return section.build(
        () ->
            new Steps(
                apart
                    ? new AdamW(beta1, beta2, epsilon, decay)
                    : new Adam(beta1, beta2, epsilon, decay),
                constant(rate)));
  }

  private static Optional<Schedule> schedule(Section section, double rate) {
    Optional<Shape> shape =
        section.has("type") ? section.need("type", SHAPES) : Optional.of(Shape.CONSTANT);
    if (shape.isEmpty()) {
      section.abandon();
      return Optional.empty();
    }
    double warmUp = section.optional("warm-up", Kind.NUMBER, 0.0);
    boolean drops = shape.get() == Shape.STEP;
    double factor = drops ? section.optional("factor", Kind.NUMBER, FACTOR) : FACTOR;
    int count = drops ? section.optional("drops", Kind.WHOLE, DROPS) : DROPS;
    return section.build(() -> new Schedule(rate, shape.get(), warmUp, factor, count));
  }

  private static Schedule constant(double rate) {
    return new Schedule(rate, Shape.CONSTANT, 0, FACTOR, DROPS);
  }
}
