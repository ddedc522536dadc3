package io.millrace.server.score;

import java.util.Map;

/**
 * Scores of one request.
 *
 * @param outputs by name, each an array of floats or texts
 * @param columnwise whether they are shown by column
 * @param rows that were scored
 */
record Answer(Map<String, Object> outputs, boolean columnwise, int rows) {}
