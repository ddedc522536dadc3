/** The model catalog over HTTP: the registry API that MLflow's clients speak, files, and scores. */
@NullMarked
package io.millrace.server;

import org.jspecify.annotations.NullMarked;
