package io.millrace.server.http;

/** What a request comes to: a {@link Reply} at once, or one for which it is {@link Waiting}. */
public sealed interface Outcome permits Reply, Waiting {}
