package io.millrace.handoff;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.LocalDateTime;

/** Times as ISO-8601 text; the one java.time type that contracts hold. */
final class LocalTimes extends SimpleModule {
  private static final long serialVersionUID = 1;

  LocalTimes() {
    addSerializer(LocalDateTime.class, ToStringSerializer.instance);
    addDeserializer(LocalDateTime.class, new FromText());
  }

  private static final class FromText extends FromStringDeserializer<LocalDateTime> {
    private static final long serialVersionUID = 1;

    FromText() {
      super(LocalDateTime.class);
    }

    @Override
    protected LocalDateTime _deserialize(String value, DeserializationContext context) {
      return LocalDateTime.parse(value);
    }
  }
}
