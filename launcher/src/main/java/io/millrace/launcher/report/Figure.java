package io.millrace.launcher.report;

/**
 * A plot with the numbers behind it.
 *
 * @param id unique in the page
 * @param svg made by {@link Svg}, so its text is escaped
 * @param note what to see, and how to read it
 */
record Figure(String id, String title, String svg, String note, Table table) {}
