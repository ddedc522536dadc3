package io.millrace.catalog;

/**
 * A revision of a version's model card. Revision 1 is the file that was published; the first that
 * stands here is number 2.
 *
 * @param time ISO-8601 in UTC, by the author's clock
 * @param dataId of the folder under {@code data/} that holds it
 */
public record CardRevision(int revision, String by, String time, String dataId, String reason) {}
