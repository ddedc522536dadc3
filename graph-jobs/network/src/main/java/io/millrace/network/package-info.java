/** From a trained model to files, and the first values of a network that is to be trained. */
@NullMarked
package io.millrace.network;

import org.jspecify.annotations.NullMarked;
