package io.millrace.spec.clean;

/** What happens to a row that breaks a rule. */
public enum Policy {
  /** The row is kept with the rejected rows. */
  REJECT,
  /** The value becomes missing; the row is counted as changed. */
  NULL,
  /** The value becomes the nearest allowed one; the row is counted as changed. Ranges only. */
  CLIP,
  /** The step fails. */
  FAIL
}
