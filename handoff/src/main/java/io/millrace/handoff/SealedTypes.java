package io.millrace.handoff;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.millrace.spec.clean.Rule;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.target.SplitSpec;
import java.util.List;

/** Gives every sealed choice a {@code type} key, named after the record in kebab-case. */
final class SealedTypes {
  private static final List<Class<?>> CHOICES =
      List.of(
          Rule.class,
          FeatureSpec.class,
          Transform.class,
          TrainingSettings.class,
          SplitSpec.class,
          Layer.class,
          Loss.class,
          Network.Input.class,
          NetworkSpec.class,
          Optimiser.class);

  private SealedTypes() {}

  static ObjectMapper register(ObjectMapper mapper) {
    for (Class<?> choice : CHOICES) {
      register(mapper, choice);
    }
    return mapper;
  }

  /** A choice may be one of several choices. */
  private static void register(ObjectMapper mapper, Class<?> choice) {
    mapper.addMixIn(choice, Tagged.class);
    for (Class<?> type : choice.getPermittedSubclasses()) {
      if (type.isSealed()) {
        register(mapper, type);
      } else {
        mapper.registerSubtypes(new NamedType(type, kebab(type.getSimpleName())));
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface Tagged {}
}
