package io.millrace.catalog;

import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The shared model catalog. A model is named {@code team/model}; a reference to one of its versions
 * is {@code team/model@alias}, {@code team/model/3} or {@code team/model@3}, and {@code team/model}
 * alone means {@code @champion}. Every call sees what others have committed before it.
 *
 * <p>All methods throw {@link CatalogException}, whose reason says whether trying again helps, and
 * {@link IllegalArgumentException} for a name or reference that can never be right. Thread-safe; it
 * holds nothing that must be closed.
 */
public final class Catalog {
  private final String root;
  private final LogFiles logFiles;
  private final CommitLog log;
  private final ArtifactStore store;

  private Catalog(Path root, FileSystem fileSystem, CommitStrategy strategy) {
    this.root = root.toString();
    logFiles = new LogFiles(fileSystem, root, strategy);
    log = new CommitLog(logFiles);
    store = new ArtifactStore(fileSystem, root);
  }

  /**
   * Opens a catalog with Hadoop's default configuration; see {@link #open(String, Configuration)}.
   */
  public static Catalog open(String root) {
    return open(root, new Configuration());
  }

  /**
   * Opens a catalog. Its root need not exist: then there are no models, and the first publication
   * makes it.
   *
   * @param root a path or URI on a Hadoop file system
   */
  public static Catalog open(String root, Configuration conf) {
    try {
      FileSystem fileSystem = unchecked(new Path(root).getFileSystem(conf));
      Path qualified = fileSystem.makeQualified(new Path(root));
      return new Catalog(qualified, fileSystem, CommitStrategy.of(fileSystem, qualified, conf));
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot open catalog '%s': %s.".formatted(root, e.getMessage()), e);
    }
  }

  /** For tests of what happens between upload and commit. */
  static Catalog open(String root, Configuration conf, CommitStrategy strategy) throws IOException {
    FileSystem fileSystem = unchecked(new Path(root).getFileSystem(conf));
    return new Catalog(fileSystem.makeQualified(new Path(root)), fileSystem, strategy);
  }

  /** Hadoop's hidden .crc files beside local files would only repeat what the manifests do. */
  private static FileSystem unchecked(FileSystem fileSystem) {
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }

  /** All models, by name. */
  public List<ModelEntry> models() {
    return List.copyOf(log.latest().models().values());
  }

  /** One model. */
  public ModelEntry entry(String name) {
    return resolver(log.latest()).model(Names.requireModel(name));
  }

  /** The version that a reference points to now; a rejected one can be named by its number. */
  public VersionEntry resolve(String reference) {
    return resolver(log.latest()).version(reference);
  }

  /**
   * Publishes a version: uploads its files, reads them back, and commits model, version and aliases
   * in one log entry. Publishing the same run and model again returns the version that is there and
   * writes nothing.
   */
  public PublishResult publish(Publication publication) {
    logFiles.requireWritable();
    return new Publisher(log, store).publish(publication);
  }

  /**
   * Points an alias to a version, also back to an older one. An alias that points there already is
   * left alone, and nothing is logged.
   *
   * @param reason goes into the history
   */
  public void moveAlias(String model, String alias, int version, String actor, String reason) {
    Names.requireModel(model);
    Names.requireAlias(alias);
    Names.requireText("actor", actor);
    Names.requireText("reason", reason);
    log.commit(actor, state -> aliasMove(state, model, alias, version, reason));
  }

  private List<Action> aliasMove(
      CatalogState state, String model, String alias, int version, String reason) {
    Resolver resolver = resolver(state);
    ModelEntry entry = resolver.model(model);
    if (resolver.version(entry, version).rejected()) {
      throw new CatalogException(
          Reason.REFUSED,
          "Cannot move alias '%s' of '%s' to version %d: that version was rejected by its gate (expected a published one)."
              .formatted(alias, model, version));
    }
    Integer previous = entry.aliases().get(alias);
    boolean there = previous != null && previous == version;
    return there ? List.of() : List.of(new MoveAlias(model, alias, version, previous, reason));
  }

  /** What happened to a model, oldest first. */
  public List<HistoryEntry> history(String model) {
    CatalogState state = log.latest();
    return History.of(
        resolver(state).model(Names.requireModel(model)).name(), logFiles, state.sequence());
  }

  /** Reads every byte of the catalog, and reports all that is not as it was published. */
  public VerifyReport verify() {
    return new Verifier(logFiles, store).run();
  }

  /**
   * Copies a version's files, verified, to a local folder that appears whole or not at all.
   *
   * @param targetDir must not exist, or be an empty folder
   * @return {@code targetDir}
   */
  public java.nio.file.Path download(String reference, java.nio.file.Path targetDir) {
    CatalogState state = log.latest();
    return Downloader.download(files(state, resolver(state).version(reference)), targetDir);
  }

  /** The files of a version, to be read one by one. */
  public VersionContent content(String reference) {
    CatalogState state = log.latest();
    VersionEntry version = resolver(state).version(reference);
    return new VersionContent(files(state, version), version);
  }

  /** Loads and verifies a model; the caller closes it. */
  public Model model(String reference) {
    CatalogState state = log.latest();
    VersionEntry version = resolver(state).version(reference);
    VersionFiles files = files(state, version);
    Manifest manifest = files.manifest();
    Signature signature = Signature.fromJson(files.read(manifest, ArtifactNames.SIGNATURE));
    byte[] onnx = files.read(manifest, ArtifactNames.MODEL);
    return new Model(reference, version, OnnxScorer.open(onnx, signature));
  }

  private VersionFiles files(CatalogState state, VersionEntry version) {
    return new VersionFiles(store, version, state.manifestSha256(version));
  }

  private Resolver resolver(CatalogState state) {
    return new Resolver(root, state);
  }
}
