/**
 * The shared model catalog: a log of small commits over immutable artifacts on any Hadoop file
 * system, and the Java SDK that publishes, resolves, downloads, verifies and scores models. Start
 * at {@link io.millrace.catalog.Catalog}.
 */
@NullMarked
package io.millrace.catalog;

import org.jspecify.annotations.NullMarked;
