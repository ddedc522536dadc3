/** Models of a catalog as functions of Spark SQL and of data sets. */
@NullMarked
package io.millrace.jobs.sql;

import org.jspecify.annotations.NullMarked;
