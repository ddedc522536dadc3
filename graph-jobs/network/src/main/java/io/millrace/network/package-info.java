/** From a trained model to files: the ONNX writer, safetensors and the predictor's own files. */
@NullMarked
package io.millrace.network;

import org.jspecify.annotations.NullMarked;
