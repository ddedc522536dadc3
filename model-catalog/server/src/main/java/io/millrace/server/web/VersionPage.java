package io.millrace.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.catalog.Artifact;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.access.Caller;
import io.millrace.server.artifact.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a version.
 *
 * @param signature null where it cannot be shown
 * @param files empty where their list cannot be read
 * @param problems what could not be shown, and why
 * @param notice what has just happened
 */
record VersionPage(
    ModelEntry model,
    VersionEntry version,
    CardView card,
    @Nullable Signature signature,
    GateView gate,
    List<Artifact> files,
    Lineage lineage,
    LineagePicture picture,
    ReviewForm review,
    List<String> problems,
    Notice notice)
    implements View {
  static VersionPage of(
      Caller caller,
      Contents contents,
      ModelEntry model,
      VersionEntry version,
      String revision,
      Notice notice) {
    Catalog catalog = caller.catalog();
    VersionContent content = contents.of(version);
    Documents documents = new Documents(content);
    Lineage lineage =
        Lineage.of(
            model,
            version,
            catalog.models(),
            other ->
                other.version() == version.version()
                    ? documents.json(Lineage.FILE)
                    : lineage(contents, other));
    return new VersionPage(
        model,
        version,
        CardView.of(catalog, version, documents, revision),
        signature(documents),
        GateView.of(documents.json("evaluation.json")),
        content.artifacts(),
        lineage,
        LineagePicture.of(lineage, model.aliasesOf(version.version())),
        ReviewForm.of(caller, model, version),
        documents.problems(),
        notice);
  }

  /** Of another version: what is wrong with it its own page says. */
  private static JsonNode lineage(Contents contents, VersionEntry other) {
    try {
      return new Documents(contents.of(other)).json(Lineage.FILE);
    } catch (CatalogException e) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable Signature signature(Documents documents) {
    try {
      return documents.bytes("signature.json").map(Signature::fromJson).orElse(null);
    } catch (RuntimeException e) {
      documents.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  List<String> aliases() {
    return model.aliasesOf(version.version());
  }

  List<Mark> marks() {
    return Mark.of(version);
  }

  /** The version before it, or the one after, to compare with; empty where it is alone. */
  String neighbour() {
    if (version.version() > 1) {
      return Integer.toString(version.version() - 1);
    }
    return model.versions().size() > 1 ? "2" : "";
  }

  @Override
  public String template() {
    return "version.jte";
  }
}
