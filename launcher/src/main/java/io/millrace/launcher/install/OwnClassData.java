package io.millrace.launcher.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;

/** The classes of the launcher itself, see {@link ClassData}. The script says where they belong. */
public final class OwnClassData {
  private static final String PROPERTY = "millrace.class-data";

  private OwnClassData() {}

  /**
   * Writes the archive if the script asked for one. Fails silently: the next start is slower, and
   * nothing else is lost.
   */
  public static void keep() {
    String target = System.getProperty(PROPERTY);
    if (target == null) {
      return;
    }
    try {
      Path archive = Path.of(target);
      Files.createDirectories(archive.getParent());
      // Java writes only to a name that is free.
      Path fresh =
          archive.resolveSibling(".launcher-%d.jsa".formatted(ProcessHandle.current().pid()));
      dump(fresh);
      Files.move(
          fresh, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | JMException | RuntimeException e) {
      // A folder that nobody may write to, or a Java without this command.
    }
  }

  /** What {@code jcmd PID VM.cds dynamic_dump FILE} does. */
  private static void dump(Path file) throws JMException {
    PrintStream out = System.out;
    // Java reports it there, in the middle of what may be JSON.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmCds",
              new Object[] {new String[] {"dynamic_dump", file.toString()}},
              new String[] {String[].class.getName()});
    } finally {
      System.setOut(out);
    }
  }
}
