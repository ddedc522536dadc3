package io.millrace.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JSON Schemas that others rely on. */
public final class Schemas {
  private static final Path DOCS = Path.of("../docs");

  private Schemas() {}

  /** What is wrong with a document; empty where it obeys {@code docs/<name>.schema.json}. */
  public static List<String> problems(String name, String json) throws IOException {
    String schema = Files.readString(DOCS.resolve(name + ".schema.json"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(schema)
        .validate(new ObjectMapper().readTree(json))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  static String example(String name) throws IOException {
    return Files.readString(DOCS.resolve(name + ".example.json"));
  }
}
