package io.millrace.catalog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The shared model catalog for those who use models: on a file system, or over HTTP from a server.
 * A model is named {@code team/model}; a reference to one of its versions is {@code
 * team/model@alias}, {@code team/model/3} or {@code team/model@3}, and {@code team/model} alone
 * means {@code @champion}. Every call sees what others have committed before it.
 *
 * <p>Bytes are verified whenever they are read: each file against its SHA-256 in the version's
 * manifest, and the manifest against its SHA-256 in the log. On a file system the log itself is
 * verified as a chain; over HTTP the server has done that, and is believed what it says of the log.
 *
 * <p>All methods throw {@link CatalogException}, whose reason says whether trying again helps, and
 * {@link IllegalArgumentException} for a name or reference that can never be right. Thread-safe;
 * holds nothing that must be closed.
 */
public interface CatalogReader {
  /** Opens a catalog with the settings of the environment; see {@link ReaderOptions#standard}. */
  static CatalogReader open(String root) {
    return open(root, ReaderOptions.standard());
  }

  /**
   * Opens a catalog. Nothing is read yet.
   *
   * @param root {@code http://host:port} or {@code https://…} of a server, or a path or URI on a
   *     Hadoop file system
   * @throws IllegalArgumentException if it is the address of a server and not understood
   */
  static CatalogReader open(String root, ReaderOptions options) {
    return RemoteCatalog.isAddress(root)
        ? RemoteCatalog.open(root, options)
        : Catalog.open(root, options.hadoop()).keepingIn(options.cache());
  }

  /** Whether a root is the address of a server. */
  static boolean isServer(String root) {
    return RemoteCatalog.isAddress(root);
  }

  /** All models that may be read, by name. */
  List<ModelEntry> models();

  /** One model. */
  ModelEntry entry(String name);

  /** The version that a reference points to now; a rejected one can be named by its number. */
  VersionEntry resolve(String reference);

  /**
   * Waits until an alias points to another version than the one that is known. Another process may
   * have moved it; a server tells at once, a file system is looked at twice a second.
   *
   * @param known a version's number, or 0 to wait until there is such an alias
   * @param wait at most
   * @return the number of the version that it points to; empty if it was the known one all the time
   * @throws CatalogException if there is no such alias any more
   */
  OptionalInt follow(String model, String alias, int known, Duration wait);

  /** What happened to a model, oldest first. */
  List<HistoryEntry> history(String model);

  /** The newest revision of a version's model card, in Markdown. */
  String card(String reference);

  /** The files of a version, to be read one by one. */
  VersionContent content(String reference);

  /** What a version takes and gives. */
  default Signature signature(String reference) {
    return content(reference).signature();
  }

  /** {@code evaluation.json} of a version, if it was published with one. */
  default Optional<String> evaluation(String reference) {
    VersionContent content = content(reference);
    return content
        .artifact(ArtifactNames.EVALUATION)
        .map(file -> new String(content.read(file.path()), StandardCharsets.UTF_8));
  }

  /**
   * Copies a version's files, verified, to a local folder that appears whole or not at all.
   *
   * @param targetDir must not exist, or be an empty folder
   * @return {@code targetDir}
   */
  default Path download(String reference, Path targetDir) {
    return Downloader.download(content(reference), targetDir);
  }

  /** Loads and verifies a model; the caller closes it. */
  default Model model(String reference) {
    VersionContent content = content(reference);
    byte[] onnx = content.read(ArtifactNames.MODEL);
    return new Model(reference, content.version(), OnnxScorer.open(onnx, content.signature()));
  }
}
