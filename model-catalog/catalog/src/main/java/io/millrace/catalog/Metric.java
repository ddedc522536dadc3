package io.millrace.catalog;

/** A metric with its 95% interval; {@code low} and {@code high} are NaN where none was computed. */
public record Metric(double value, double low, double high) {}
