package io.millrace.server.publish;

import io.millrace.catalog.ArtifactSource;
import io.millrace.server.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files of a publication that is not finished. What a client calls them stays a name: on the disk
 * they are numbers. Its lock is held while a version is made of it.
 */
final class Upload {
  private static final int MAX_FILES = 200;
  private static final int MAX_NAME = 500;

  /** Of a file that says what another is. */
  private static final int MAX_READ_BYTES = 16 << 20;

  private final String id;
  private final String owner;
  private final Path folder;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private int written;
  private volatile long touchedNanos = System.nanoTime();

  Upload(String id, String owner, Path folder) {
    this.id = id;
    this.owner = owner;
    this.folder = folder;
  }

  String id() {
    return id;
  }

  boolean isOf(String name) {
    return owner.equals(name);
  }

  long idleNanos() {
    return System.nanoTime() - touchedNanos;
  }

  /**
   * Takes a file, whole or not at all; a second one of a name takes the place of the first. No more
   * than a few KB of it are in memory.
   *
   * @param expected the SHA-256 that it must have, if the client told one
   * @return the SHA-256 that it has
   * @throws ApiException if it has another
   */
  byte[] put(String name, InputStream body, Optional<byte[]> expected) throws IOException {
    touchedNanos = System.nanoTime();
    Path target = next(name);
    MessageDigest digest = sha256();
    byte[] found;
    try {
      try (OutputStream out =
          new DigestOutputStream(
              Files.newOutputStream(target, StandardOpenOption.CREATE_NEW), digest)) {
        body.transferTo(out);
      }
      found = digest.digest();
      requireSame(name, found, expected);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(target);
      throw e;
    }
    replace(name, target);
    touchedNanos = System.nanoTime();
    return found;
  }

  private static void requireSame(String name, byte[] found, Optional<byte[]> expected) {
    if (expected.isPresent() && !Arrays.equals(found, expected.get())) {
      throw ApiException.invalid(
          "Cannot take file '%s': its SHA-256 is %s (expected %s, as the request says). Send it again."
              .formatted(
                  name, HexFormat.of().formatHex(found), HexFormat.of().formatHex(expected.get())));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  private synchronized Path next(String name) throws IOException {
    if (name.length() > MAX_NAME || (files.size() >= MAX_FILES && !files.containsKey(name))) {
      throw ApiException.invalid(
          "Cannot take file '%s': too many files, or too long a name (expected at most %d files, %d characters)."
              .formatted(name.substring(0, Math.min(100, name.length())), MAX_FILES, MAX_NAME));
    }
    Files.createDirectories(folder);
    return folder.resolve(Integer.toString(++written));
  }

  private synchronized void replace(String name, Path file) throws IOException {
    Path before = files.put(name, file);
    if (before != null) {
      Files.delete(before);
    }
  }

  synchronized Map<String, ArtifactSource> sources() {
    Map<String, ArtifactSource> sources = new LinkedHashMap<>();
    files.forEach((name, file) -> sources.put(name, ArtifactSource.of(file)));
    return sources;
  }

  /** A file that came; nobody but its owner writes there. */
  synchronized Path file(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw ApiException.invalid(
          "Cannot publish: the upload has no file '%s' (expected one).".formatted(name));
    }
    return file;
  }

  /** A small file, in memory. */
  byte[] read(String name) throws IOException {
    Path file = file(name);
    if (Files.size(file) > MAX_READ_BYTES) {
      throw ApiException.invalid(
          "Cannot publish: file '%s' has %d bytes (expected at most %d)."
              .formatted(name, Files.size(file), MAX_READ_BYTES));
    }
    return Files.readAllBytes(file);
  }

  synchronized boolean has(String name) {
    return files.containsKey(name);
  }

  synchronized void delete() throws IOException {
    if (Files.isDirectory(folder)) {
      try (var children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          Files.delete(child);
        }
      }
      Files.delete(folder);
    }
    files.clear();
  }
}
