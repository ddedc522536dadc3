package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.AddWebhook;
import io.millrace.catalog.Action.CollectGarbage;
import io.millrace.catalog.Action.CreateToken;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.OfModel;
import io.millrace.catalog.Action.RegisterModel;
import io.millrace.catalog.Action.RemoveAlias;
import io.millrace.catalog.Action.RemoveWebhook;
import io.millrace.catalog.Action.ReviseCard;
import io.millrace.catalog.Action.RevokeToken;
import io.millrace.catalog.Action.SetRoles;
import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state that actions change, one after the other. */
final class Effects {
  // Far more than clocks differ: a token that is dropped has long been worth nothing.
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(30);

  private final Map<String, ModelEntry> models;
  private final Map<String, String> manifests;
  private final Map<String, Token> tokens;
  private final Map<String, Webhook> webhooks;
  private final Set<String> collected;
  private @Nullable Roles roles;

  Effects(CatalogState from) {
    models = new TreeMap<>(from.models());
    manifests = new HashMap<>(from.manifests());
    tokens = new TreeMap<>(from.tokens());
    webhooks = new TreeMap<>(from.webhooks());
    collected = new HashSet<>(from.collected());
    roles = from.roles();
  }

  CatalogState state(long sequence, String entrySha256) {
    return new CatalogState(
        sequence, entrySha256, models, manifests, roles, tokens, webhooks, collected);
  }

  Policy policy() {
    return Policy.of(roles);
  }

  Optional<VersionEntry> version(String model, int number) {
    return Optional.ofNullable(models.get(model)).flatMap(entry -> entry.version(number));
  }

  /**
   * @param time of the entry, ISO-8601
   * @param file names the entry's file in errors
   */
  void apply(Action action, String time, String actor, String file) {
    if (action instanceof RegisterModel register) {
      boolean isNew = !models.containsKey(register.model());
      Fold.require(isNew, file, "model", register.model() + " once more", "a new one");
      models.put(register.model(), ModelEntry.empty(register.model(), time));
    } else if (action instanceof OfModel ofModel) {
      ModelEntry model = known(ofModel, file);
      models.put(model.name(), changed(model, ofModel, time, actor, file));
    } else if (action instanceof SetRoles set) {
      roles = set.roles();
    } else if (action instanceof CreateToken create) {
      Instant now = Instant.parse(time);
      tokens.values().removeIf(token -> !token.validAt(now.minus(KEPT_AFTER_EXPIRY)));
      tokens.put(create.token().id(), create.token());
    } else if (action instanceof RevokeToken revoke) {
      tokens.remove(revoke.id());
    } else if (action instanceof AddWebhook add) {
      webhooks.put(add.webhook().id(), add.webhook());
    } else if (action instanceof RemoveWebhook remove) {
      Webhook gone = webhooks.remove(remove.id());
      String team = gone == null ? "of none" : gone.team();
      Fold.require(remove.team().equals(team), file, "team of a webhook", remove.team(), team);
    } else if (action instanceof CollectGarbage garbage) {
      collected.addAll(garbage.dataIds());
    }
  }

  private ModelEntry changed(
      ModelEntry model, OfModel action, String time, String actor, String file) {
    if (action instanceof AddVersion add) {
      int next = model.versions().size() + 1;
      Fold.require(add.number() == next, file, "version of " + add.model(), add.number(), next);
      refer(add.dataId(), add.manifestSha256(), file);
      return model.with(version(add, time, actor));
    }
    if (action instanceof MoveAlias move) {
      requireVersion(model, move.number(), "alias target", file);
      return model.with(move.alias(), move.number());
    }
    if (action instanceof RemoveAlias remove) {
      return model.with(remove.alias(), null);
    }
    if (action instanceof Action.Describe describe && describe.number() == null) {
      return model.withDescription(describe.text());
    }
    if (action instanceof Action.SetTag tag && tag.number() == null) {
      return model.withTag(tag.key(), tag.value());
    }
    if (action instanceof Action.ImportHistory) {
      return model;
    }
    return model.with(changedVersion(model, action, time, actor, file));
  }

  private void refer(String dataId, String manifestSha256, String file) {
    Fold.require(
        !collected.contains(dataId), file, "folder", dataId, "one that was not deleted as unused");
    manifests.put(dataId, manifestSha256);
  }

  private VersionEntry changedVersion(
      ModelEntry model, OfModel action, String time, String actor, String file) {
    if (action instanceof Action.ReviewVersion review) {
      return requireVersion(model, review.number(), "reviewed version", file)
          .with(new Review(review.verdict(), actor, time, review.reason()));
    }
    if (action instanceof Action.RetireVersion retire) {
      return requireVersion(model, retire.number(), "version", file).with(retire.lifecycle());
    }
    if (action instanceof Action.Describe describe) {
      return requireVersion(model, describe.number(), "described version", file)
          .withDescription(describe.text());
    }
    if (action instanceof Action.SetTag tag) {
      return requireVersion(model, tag.number(), "tagged version", file)
          .withTag(tag.key(), tag.value());
    }
    if (action instanceof ReviseCard card) {
      VersionEntry version = requireVersion(model, card.number(), "version of a card", file);
      int next = version.cards().size() + 2;
      Fold.require(card.revision() == next, file, "revision of a card", card.revision(), next);
      refer(card.dataId(), card.manifestSha256(), file);
      return version.with(
          new CardRevision(card.revision(), actor, time, card.dataId(), card.reason()));
    }
    throw new IllegalStateException("No rule for action " + action);
  }

  private static VersionEntry requireVersion(
      ModelEntry model, @Nullable Integer number, String what, String file) {
    Optional<VersionEntry> version = number == null ? Optional.empty() : model.version(number);
    int versions = model.versions().size();
    Fold.require(version.isPresent(), file, what, String.valueOf(number), "1 to " + versions);
    return version.orElseThrow();
  }

  private ModelEntry known(OfModel action, String file) {
    ModelEntry model = models.get(action.model());
    Fold.require(model != null, file, "model", action.model(), "a registered one");
    return model;
  }

  static VersionEntry version(AddVersion add, String time, String actor) {
    return new VersionEntry(
        add.model(),
        add.number(),
        add.status(),
        time,
        actor,
        add.runId(),
        add.dataId(),
        add.metrics(),
        add.tags(),
        "",
        Lifecycle.ACTIVE,
        List.of(),
        List.of(),
        add.origin());
  }
}
