package io.millrace.spec.evaluation;

/** A metric with its 95% interval. */
public record MetricValue(double value, double low, double high) {}
