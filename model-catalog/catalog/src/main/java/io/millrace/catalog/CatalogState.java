package io.millrace.catalog;

import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Token;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all entries up to one sequence come to.
 *
 * @param sequence of the last entry, 0 for an empty log
 * @param entrySha256 of the last entry's file
 * @param models by name
 * @param manifests the digest of each folder's manifest, by data id
 * @param roles null for an open catalog
 * @param tokens that are not revoked, by id
 * @param webhooks by id
 * @param collected ids of folders that went as garbage: nothing may refer to them any more
 */
record CatalogState(
    long sequence,
    String entrySha256,
    Map<String, ModelEntry> models,
    Map<String, String> manifests,
    @Nullable Roles roles,
    Map<String, Token> tokens,
    Map<String, Webhook> webhooks,
    Set<String> collected) {
  static final CatalogState EMPTY =
      new CatalogState(0, Digests.NONE, Map.of(), Map.of(), null, Map.of(), Map.of(), Set.of());

  CatalogState {
    models = Collections.unmodifiableMap(new TreeMap<>(models));
    manifests = Map.copyOf(manifests);
    tokens = Collections.unmodifiableMap(new TreeMap<>(tokens));
    webhooks = Collections.unmodifiableMap(new TreeMap<>(webhooks));
    collected = Set.copyOf(collected);
  }

  Optional<ModelEntry> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  Policy policy() {
    return Policy.of(roles);
  }

  String manifestSha256(String dataId) {
    String digest = manifests.get(dataId);
    if (digest == null) {
      throw new IllegalStateException("No manifest is known for data " + dataId);
    }
    return digest;
  }
}
