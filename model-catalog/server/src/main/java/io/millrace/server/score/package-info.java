/** Scores of the catalog's models, in the formats of MLflow's scoring server. */
@NullMarked
package io.millrace.server.score;

import org.jspecify.annotations.NullMarked;
