package io.millrace.server.web;

import io.millrace.catalog.access.Principal;
import java.time.Instant;

/**
 * Somebody who has signed in.
 *
 * @param principal with what the token leaves of its roles
 * @param tokenId of the token that was shown, which must go on to hold
 */
record Session(Principal principal, String tokenId, Instant began, Instant seen) {
  Session seenAt(Instant now) {
    return new Session(principal, tokenId, began, now);
  }
}
