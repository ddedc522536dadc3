package io.millrace.server.webhook;

import io.millrace.catalog.Commit;
import io.millrace.catalog.EventType;
import io.millrace.catalog.HistoryEntry;
import io.millrace.catalog.Webhook;
import io.millrace.server.watch.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a webhook is told.
 *
 * @param id the same whenever, and by whichever server, it is told the same
 * @param body JSON in UTF-8
 */
record Message(String id, byte[] body) {
  /** Of what one entry of the log says, all that the webhook wants. */
  static List<Message> of(Webhook hook, Commit commit) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < commit.entries().size(); i++) {
      HistoryEntry entry = commit.entries().get(i);
      if (hook.wants(entry)) {
        EventType type = EventType.of(entry).orElseThrow();
        messages.add(new Message("msg_" + commit.id() + "_" + i, Messages.of(commit, type, entry)));
      }
    }
    return messages;
  }

  static Message test(Webhook hook) {
    return new Message(
        "msg_" + UUID.randomUUID(),
        Messages.of("webhook.test", Instant.now().toString(), Map.of("webhook", hook.id())));
  }
}
