package io.millrace.launcher.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.launcher.text.Figures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Java, platform, memory and network. */
final class MachineChecks {
  private static final int JAVA = 17;
  private static final long ENOUGH_MEMORY = 4_000_000_000L;

  private MachineChecks() {}

  static Finding java(int feature) {
    String found = "Java " + feature;
    return feature == JAVA
        ? Finding.ok("java", found)
        : Finding.fail("java", found, "Install a JDK 17 and set JAVA_HOME to it.");
  }

  /**
   * @param lib where the C library's loader lies
   */
  static Finding platform(String system, String architecture, Path lib) {
    String found = system + " " + architecture;
    if (!system.equals("Linux") || !architecture.equals("amd64")) {
      return Finding.fail(
          "platform",
          found,
          "Use Linux on x86-64: the native libraries for scoring and training are checked there only.");
    }
    if (Files.exists(lib.resolve("ld-musl-x86_64.so.1"))) {
      return Finding.fail(
          "platform",
          found + " with musl",
          "Use a Linux with glibc: the natives are linked to it.");
    }
    return Finding.ok("platform", found);
  }

  static Finding memory(long availableBytes) {
    String found = Figures.bytes(availableBytes) + " available";
    return availableBytes >= ENOUGH_MEMORY
        ? Finding.ok("memory", found)
        : Finding.warn(
            "memory",
            found,
            "Free some: the demo wants 4 GB. Less may do with resources { memory = 2g }.");
  }

  /** What can be had without swapping; a container's limit counts. */
  static long availableBytes() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long free = system.getFreeMemorySize();
    // Free memory leaves out what the page cache would give back.
    return memAvailable()
        .map(available -> Math.min(available, system.getTotalMemorySize()))
        .orElse(free);
  }

  private static Optional<Long> memAvailable() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Finding loopback() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      return Finding.ok(
          "ports", "127.0.0.1 can be bound and reached, as by port " + accepted.getLocalPort());
    } catch (IOException e) {
      return Finding.fail(
          "ports",
          "127.0.0.1: " + e.getMessage(),
          "Allow connections on the loopback interface: Spark's processes talk there.");
    }
  }

  static Finding hostName() {
    try {
      return Finding.ok("host name", InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return Finding.fail(
          "host name", e.getMessage(), "Add this machine's name to /etc/hosts, for 127.0.0.1.");
    }
  }
}
