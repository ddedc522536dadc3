package io.millrace.launcher.create;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.create.Sample.SampleColumn;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects, one on each line, as a sample. */
final class JsonSample {
  private final ObjectMapper mapper = new ObjectMapper();
  private final List<JsonNode> objects = new ArrayList<>();
  private int broken;

  private JsonSample() {}

  static Sample of(TextLines lines) {
    JsonSample sample = new JsonSample();
    sample.add(lines.first());
    lines.firsts().forEach(sample::add);
    lines.rest().forEach(sample::add);
    return sample.sample(lines);
  }

  private void add(String line) {
    try {
      JsonNode node = mapper.readTree(line);
      if (node.isObject()) {
        objects.add(node);
        return;
      }
    } catch (JsonProcessingException e) {
      // A broken line is a rejected row later; here it is counted.
      broken++;
      return;
    }
    broken++;
  }

  private Sample sample(TextLines lines) {
    Set<String> names = new LinkedHashSet<>();
    objects.forEach(object -> object.fieldNames().forEachRemaining(names::add));
    List<SampleColumn> columns = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (String name : names) {
      if (objects.stream().anyMatch(o -> o.path(name).isContainerNode())) {
        skipped.add("'%s' is nested".formatted(name));
      } else {
        columns.add(new SampleColumn(name, null, values(name)));
      }
    }
    return new Sample(
        TableFormat.JSON,
        CsvOptions.DEFAULT,
        columns,
        objects.size(),
        broken,
        lines.whole(),
        lines.total(),
        skipped);
  }

  private List<@Nullable String> values(String name) {
    List<@Nullable String> values = new ArrayList<>();
    for (JsonNode object : objects) {
      JsonNode value = object.path(name);
      values.add(value.isMissingNode() || value.isNull() ? null : value.asText());
    }
    return values;
  }
}
