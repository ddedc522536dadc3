package io.millrace.launcher.run;

import io.millrace.handoff.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a job that belongs to no run. */
public final class SingleJob {
  private final Storage storage;
  private final StepWatch watch;

  public SingleJob(Storage storage, Progress progress) {
    this.storage = storage;
    this.watch = new StepWatch(progress);
  }

  /**
   * Runs the job until it ends; it is ended when this process is.
   *
   * @return what went wrong, empty where nothing did
   */
  public Optional<String> run(Application application, List<String> arguments) throws IOException {
    Scratch.cleanMachine(Path.of(System.getProperty("java.io.tmpdir")));
    Path scratch = Scratch.ofMachine();
    try (LogFile log = LogFile.temporary(storage)) {
      ProcessBuilder process = application.process(arguments, scratch);
      Marks.put(process.environment(), scratch.toString());
      Child child = Child.start(process, log, watch::take);
      Thread hook = new Thread(child::stop, "end-job");
      Runtime.getRuntime().addShutdownHook(hook);
      int code = child.await();
      Runtime.getRuntime().removeShutdownHook(hook);
      if (code == 0) {
        application.finished(scratch);
        log.delete();
        return Optional.empty();
      }
      return Optional.of(JobFailure.text(code, watch, log));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cannot wait for the job: this thread was interrupted.", e);
    } finally {
      LocalFolder.delete(scratch);
    }
  }
}
