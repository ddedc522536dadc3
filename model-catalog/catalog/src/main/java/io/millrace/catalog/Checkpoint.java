package io.millrace.catalog;

import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Token;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folded state at one sequence, so that readers read little. A cache: deleting all checkpoints
 * changes nothing but time.
 *
 * @param version of the format
 * @param entrySha256 of the file of the entry at that sequence
 */
record Checkpoint(
    int version,
    long sequence,
    String entrySha256,
    List<ModelEntry> models,
    Map<String, String> manifests,
    @Nullable Roles roles,
    List<Token> tokens,
    List<Webhook> webhooks,
    List<String> collected) {
  static final int VERSION = 3;

  /** Entries between two checkpoints. */
  static final int INTERVAL = 50;

  /** Checkpoints that stay; readers of an older one find a newer when it goes under their eyes. */
  static final int KEPT = 3;

  static Checkpoint of(CatalogState state) {
    return new Checkpoint(
        VERSION,
        state.sequence(),
        state.entrySha256(),
        List.copyOf(state.models().values()),
        new TreeMap<>(state.manifests()),
        state.roles(),
        List.copyOf(state.tokens().values()),
        List.copyOf(state.webhooks().values()),
        state.collected().stream().sorted().toList());
  }

  CatalogState state() {
    Map<String, ModelEntry> byName = new TreeMap<>();
    models.forEach(model -> byName.put(model.name(), model));
    Map<String, Token> byId = new TreeMap<>();
    tokens.forEach(token -> byId.put(token.id(), token));
    Map<String, Webhook> hooks = new TreeMap<>();
    webhooks.forEach(hook -> hooks.put(hook.id(), hook));
    return new CatalogState(
        sequence, entrySha256, byName, manifests, roles, byId, hooks, Set.copyOf(collected));
  }

  byte[] encode() {
    return SealedJson.seal(this);
  }

  static Checkpoint decode(byte[] content, String file) {
    return Json.read(SealedJson.unseal(content, file), Checkpoint.class, file, VERSION);
  }
}
