package io.millrace.catalog;

/**
 * One file of a version.
 *
 * @param path relative to the version's folder
 * @param size in bytes
 * @param sha256 of its bytes, as hexadecimal digits
 */
public record Artifact(String path, long size, String sha256) {}
