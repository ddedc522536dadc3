package io.millrace.launcher.plan;

/**
 * An element of {@code published.json}, which publishing writes.
 *
 * @param model in the definition
 * @param name in the catalog
 * @param status {@code published} or {@code rejected}
 */
public record PublishedModel(String model, String name, int version, String status) {}
