package io.millrace.server.web;

import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * A word on how a version stands.
 *
 * @param tone class that sets it off: {@code good}, {@code bad}, {@code warn} or {@code plain}
 */
record Mark(String text, String tone) {
  private static final Mark REJECTED_BY_GATE = new Mark("rejected by its gate", "bad");
  private static final Mark REJECTED = new Mark("rejected", "bad");
  private static final Mark APPROVED = new Mark("approved", "good");
  private static final Mark NOT_REVIEWED = new Mark("not reviewed", "plain");

  /** What the gate and the last reviewer said, and whether it is still in use. */
  static List<Mark> of(VersionEntry version) {
    List<Mark> marks = new ArrayList<>();
    if (version.rejected()) {
      marks.add(REJECTED_BY_GATE);
    } else if (version.declined()) {
      marks.add(REJECTED);
    } else {
      marks.add(version.approved() ? APPROVED : NOT_REVIEWED);
    }
    if (version.lifecycle() != Lifecycle.ACTIVE) {
      marks.add(new Mark(version.lifecycle().text(), "warn"));
    }
    return marks;
  }
}
