/**
 * The pages of a catalog: models, versions, reviews, comparisons, history. Made on the server, so
 * that they need neither scripts nor anything from elsewhere; what they show and allow, the catalog
 * decides.
 */
@NullMarked
package io.millrace.server.web;

import org.jspecify.annotations.NullMarked;
