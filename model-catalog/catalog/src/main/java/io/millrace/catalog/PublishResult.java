package io.millrace.catalog;

/**
 * What publishing came to.
 *
 * @param version the run's version
 * @param created false if an earlier call had published the run already: nothing was written
 */
public record PublishResult(VersionEntry version, boolean created) {}
