package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final String MODEL = TinyModels.MODEL;

  @TempDir private Path folder;
  private Catalog source;
  private Catalog target;
  private Path file;

  @BeforeEach
  void export() {
    source = Catalog.open(folder.resolve("source").toString()).as(Principal.user("ann"));
    target = Catalog.open(folder.resolve("target").toString()).as(Principal.user("ina"));
    source.publish(TinyModels.publication("run-1"));
    source.publish(TinyModels.opaque("run-2"));
    source.publish(TinyModels.rejected("run-3"));
    source.curator().cards().revise(MODEL, 2, 1, "# Delay, revised\n", "snow");
    source.curator().describe(MODEL, "Late flights.");
    source.curator().tag(MODEL, 2, "seen", "yes");
    source.moveAlias(MODEL, "shadow", 1, "watch");
    file = folder.resolve("delay.zip");
    source.keeper().exportModel(MODEL, file);
  }

  @Test
  void bringsAllOfAModelAndWhereItCameFrom() {
    ImportResult result = target.keeper().importModel(file);

    assertThat(result).isEqualTo(new ImportResult(MODEL, List.of(1, 2, 3), 0));
    ModelEntry model = target.entry(MODEL);
    assertThat(model.aliases()).isEqualTo(Map.of("champion", 2, "shadow", 1));
    assertThat(model.description()).isEqualTo("Late flights.");
    VersionEntry second = model.versions().get(1);
    VersionEntry original = source.resolve(MODEL);
    assertThat(second.createdBy()).isEqualTo("ina");
    assertThat(second.origin().publishers()).containsExactly("ann");
    assertThat(second.origin().created()).isEqualTo(original.created());
    assertThat(second.metrics()).isEqualTo(original.metrics());
    assertThat(second.tags()).containsEntry("seen", "yes");
    assertThat(model.versions().get(2).rejected()).isTrue();
    assertThat(target.curator().cards().read(MODEL)).isEqualTo("# Delay, revised\n");
    assertThat(target.download(MODEL + "/1", folder.resolve("copy")).resolve("model.onnx"))
        .hasBinaryContent(TinyModels.delay());
    assertThat(target.history(MODEL))
        .extracting(HistoryEntry::action)
        .contains("imported version", "imported card", "import");
    VerifyReport report = target.verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.orphans()).isEmpty();
  }

  @Test
  void importingAgainAddsNothing() {
    target.keeper().importModel(file);
    long entries = target.verify().entries();

    assertThat(target.keeper().importModel(file)).isEqualTo(new ImportResult(MODEL, List.of(), 3));
    assertThat(source.keeper().importModel(file)).isEqualTo(new ImportResult(MODEL, List.of(), 3));
    assertThat(target.verify().entries()).isEqualTo(entries);
    assertThat(target.verify().orphans()).isEmpty();
  }

  @Test
  void aModelThatIsThereGetsWhatItDoesNotHave() {
    target.publish(TinyModels.opaque("own"));
    target.keeper().importModel(file);
    source.publish(TinyModels.opaque("run-4"));
    Path later = folder.resolve("later.zip");
    source.keeper().exportModel(MODEL, later);

    assertThat(target.keeper().importModel(later))
        .isEqualTo(new ImportResult(MODEL, List.of(5), 3));
    assertThat(target.entry(MODEL).aliases()).isEqualTo(Map.of("champion", 1));
    assertThat(target.resolve(MODEL + "/5").origin().version()).isEqualTo(4);
    assertThat(target.history(MODEL))
        .filteredOn(entry -> entry.action().equals("imported version"))
        .hasSize(4);
    assertThat(target.verify().problems()).isEmpty();
  }

  @Test
  void anotherVersionOfTheSameRunIsAConflict() {
    target.publish(TinyModels.opaque("run-1"));

    CatalogException conflict =
        catchThrowableOfType(CatalogException.class, () -> target.keeper().importModel(file));
    assertThat(conflict.reason()).isEqualTo(Reason.REFUSED);
    assertThat(conflict)
        .hasMessageContaining("run 'run-1' has made version 1 here, with other files");
    assertThat(target.entry(MODEL).versions()).hasSize(1);
    assertThat(target.verify().orphans()).isEmpty();
  }

  @Test
  void whereRolesHoldTheImporterAndThePublisherThereDoNotApprove() {
    Roles roles =
        new Roles(
            List.of(
                new Grant("root", "*", Set.of(Role.ADMIN)),
                new Grant("ina", "ops", Set.of(Role.PUBLISHER, Role.APPROVER)),
                new Grant("ann", "ops", Set.of(Role.APPROVER)),
                new Grant("bob", "ops", Set.of(Role.APPROVER))),
            Roles.DEFAULT_PROTECTED);
    target.as(Principal.user("root")).keeper().setRoles(roles, "first");
    target.keeper().importModel(file);

    assertThat(target.entry(MODEL).aliases()).isEqualTo(Map.of("candidate", 2, "shadow", 1));
    for (String publisher : List.of("ina", "ann")) {
      CatalogException denied =
          catchThrowableOfType(
              CatalogException.class,
              () ->
                  target
                      .as(Principal.user(publisher))
                      .curator()
                      .approve(MODEL, 2, "good", List.of()));
      assertThat(denied.reason()).isEqualTo(Reason.DENIED);
    }
    target.as(Principal.user("bob")).curator().approve(MODEL, 2, "good", List.of("champion"));
    assertThat(target.resolve(MODEL).version()).isEqualTo(2);
    CatalogException stranger =
        catchThrowableOfType(
            CatalogException.class,
            () -> target.as(Principal.user("eve")).keeper().importModel(file));
    assertThat(stranger.reason()).isEqualTo(Reason.DENIED);
    assertThat(target.verify().problems()).isEmpty();
  }

  @Test
  void aChangedExportIsNotImported() throws IOException {
    for (String part : List.of("export.json", "manifest.json", "model.onnx")) {
      Path changed = changed(part);
      CatalogException damaged =
          catchThrowableOfType(CatalogException.class, () -> target.keeper().importModel(changed));
      assertThat(damaged).as(part).hasMessageContaining(part);
      assertThat(target.models()).isEmpty();
      assertThat(target.verify().orphans()).isEmpty();
    }
  }

  @Test
  void refusesFilesThatAreThereOrAreNone() throws IOException {
    CatalogException there =
        catchThrowableOfType(
            CatalogException.class, () -> source.keeper().exportModel(MODEL, file));
    assertThat(there.reason()).isEqualTo(Reason.REFUSED);
    Path none = folder.resolve("none.zip");
    CatalogException missing =
        catchThrowableOfType(CatalogException.class, () -> target.keeper().importModel(none));
    assertThat(missing.reason()).isEqualTo(Reason.NOT_FOUND);
    Files.writeString(none, "no zip");
    assertThat(
            catchThrowableOfType(CatalogException.class, () -> target.keeper().importModel(none)))
        .hasMessageContaining("Cannot import '" + none);
  }

  /** A copy whose last entry of that name has one byte changed. */
  private Path changed(String part) throws IOException {
    Path copy = folder.resolve("changed-" + part + ".zip");
    try (ZipFile zip = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(part)) {
          content[content.length / 2] ^= 1;
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
      }
    }
    return copy;
  }
}
