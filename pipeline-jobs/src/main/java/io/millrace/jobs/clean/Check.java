package io.millrace.jobs.clean;

import io.millrace.spec.clean.Policy;

/**
 * A rule in a running job.
 *
 * @param name {@code <column>:<kind>}, as it stands in the ledger
 * @param flag the boolean column that says which rows break it
 */
record Check(String name, Policy policy, String flag) {
  boolean rejects() {
    return policy == Policy.REJECT || policy == Policy.FAIL;
  }
}
