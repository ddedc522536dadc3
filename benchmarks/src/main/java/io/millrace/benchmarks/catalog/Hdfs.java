package io.millrace.benchmarks.catalog;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A name node and a data node in this process, reached by others through 127.0.0.1. */
final class Hdfs implements AutoCloseable {
  private final MiniDFSCluster cluster;

  private Hdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts it; its files lie below a folder. */
  static Hdfs start(Path folder) throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    return new Hdfs(new MiniDFSCluster.Builder(conf).numDataNodes(1).build());
  }

  String uri() {
    return cluster.getURI().toString();
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
