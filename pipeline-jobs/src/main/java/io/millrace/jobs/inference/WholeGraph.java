package io.millrace.jobs.inference;

import io.millrace.sampling.LocalEdges;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A graph that is scored as a whole.
 *
 * @param nodes by their ids, with what the network reads of them
 */
record WholeGraph(long number, List<Row> nodes, LocalEdges edges) {}
