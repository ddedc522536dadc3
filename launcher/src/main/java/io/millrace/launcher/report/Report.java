package io.millrace.launcher.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.millrace.handoff.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;

/** The report of a run: {@value #FILE} in its directory, beside the summary. */
public final class Report {
  public static final String FILE = "report.html";

  private static final String STYLE = "report.css";

  private Report() {}

  /**
   * Makes the report from what the run directory holds and writes it there, whole or not at all.
   *
   * @return the file
   * @throws IOException if the directory has no definition or plan that can be read, or the report
   *     cannot be written
   */
  public static Path write(RunDirectory run) throws IOException {
    return write(run, new Path(run.root(), FILE));
  }

  /** As {@link #write(RunDirectory)}, to any file of a Hadoop file system. */
  public static Path write(RunDirectory run, Path file) throws IOException {
    byte[] page = html(FactsReader.read(run)).getBytes(StandardCharsets.UTF_8);
    run.storage().write(file, page);
    return file;
  }

  /**
   * As {@link #write(RunDirectory)}, at the end of a run. The run has ended as it has: a report
   * that cannot be made (a machine without fonts, a full disk) is said and changes nothing.
   */
  public static void tryWrite(RunDirectory run, PrintWriter err) {
    try {
      write(run);
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      err.println(
          "Cannot write the report of run '%s': %s. Try 'millrace report %s'."
              .formatted(run.runId(), e, run.root()));
    }
  }

  /** The page as text. */
  static String html(RunFacts facts) throws IOException {
    // Fonts are only measured; a machine without a screen must not be asked for one.
    System.setProperty("java.awt.headless", "true");
    TemplateEngine templates =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, Report.class.getClassLoader(), Report.class.getPackageName());
    StringOutput page = new StringOutput(1 << 18);
    templates.render("report.jte", Page.of(facts, style()), page);
    return page.toString();
  }

  private static String style() throws IOException {
    try (InputStream in = Report.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IOException("Cannot write the report: '%s' is not in the jar.".formatted(STYLE));
      }
      return "<style>\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8) + "</style>";
    }
  }
}
