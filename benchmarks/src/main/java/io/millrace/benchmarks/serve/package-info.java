/** The catalog's server: scores, names, and what it takes from hostile clients. */
package io.millrace.benchmarks.serve;
