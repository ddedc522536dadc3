package io.millrace.network;

/**
 * Which graph each node of one extent belongs to.
 *
 * @param batch int64 [nodes], ascending
 * @param graphs int64 [1]: how many graphs there are
 */
record Members(String batch, String graphs) {}
