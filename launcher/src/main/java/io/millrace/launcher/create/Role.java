package io.millrace.launcher.create;

import java.util.List;

/**
 * What becomes of a column.
 *
 * @param features lines of the definition; commented out where the column is left out
 * @param used whether models see it
 * @param why a few words for the report and the comment
 * @param warning a sentence for whoever reads the report; empty where there is none
 */
record Role(ColumnLook column, List<String> features, boolean used, String why, String warning) {
  Role {
    features = List.copyOf(features);
  }

  /** The column is left out; its features stand as comments. */
  Role without(String reason, String newWarning) {
    return new Role(column, features, false, reason, newWarning);
  }
}
