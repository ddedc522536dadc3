package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir private static Path original;
  private static List<ModelEntry> models;

  @TempDir private Path folder;
  private Path root;
  private Path checkpoint;

  @BeforeAll
  static void fillBeyondACheckpoint() {
    Catalog catalog = Catalog.open(original.toString());
    for (int run = 1; run <= Checkpoint.INTERVAL + 2; run++) {
      catalog.publish(TinyModels.opaque("run-" + run));
    }
    models = catalog.models();
  }

  @BeforeEach
  void copyCatalog() throws IOException {
    root = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, root.resolve(original.relativize(file)));
      }
    }
    checkpoint = root.resolve("log/checkpoint-00000000000000000050.json");
  }

  @Test
  void readersStartAtTheNewestCheckpoint() throws IOException {
    assertThat(checkpoint).exists();
    // What lies before the checkpoint is not read: readers do not even see this damage.
    Files.writeString(root.resolve("log/00000000000000000003.json"), "damaged");

    assertThat(Catalog.open(root.toString()).models()).isEqualTo(models);
    assertThat(Catalog.open(root.toString()).verify().problems()).isNotEmpty();
  }

  @Test
  void aBrokenCheckpointIsIgnoredAndReported() throws IOException {
    byte[] content = Files.readAllBytes(checkpoint);
    content[content.length / 2] ^= 1;
    Files.write(checkpoint, content);

    assertThat(Catalog.open(root.toString()).models()).isEqualTo(models);
    assertThat(Catalog.open(root.toString()).verify().problems())
        .singleElement()
        .asString()
        .contains("checkpoint-00000000000000000050.json: its digest is");
  }

  @Test
  void aCheckpointThatDoesNotStandOnItsEntryIsIgnored() throws IOException {
    Checkpoint sound = Checkpoint.decode(Files.readAllBytes(checkpoint), "checkpoint");
    Files.write(checkpoint, checkpoint(Digests.NONE, sound).encode());

    assertThat(Catalog.open(root.toString()).models()).isEqualTo(models);
  }

  @Test
  void aForgedCheckpointIsFoundByVerify() throws IOException {
    Checkpoint sound = Checkpoint.decode(Files.readAllBytes(checkpoint), "checkpoint");
    Checkpoint forged = checkpoint(sound.entrySha256(), sound);
    Files.write(checkpoint, forged.encode());

    assertThat(Catalog.open(root.toString()).verify().problems())
        .singleElement()
        .asString()
        .contains("differs from what the log comes to");
  }

  @Test
  void aLogThatIsShorterThanItsCheckpointIsFoundByVerify() throws IOException {
    for (int sequence = 50; sequence <= 52; sequence++) {
      Files.delete(root.resolve("log/%020d.json".formatted(sequence)));
    }

    assertThat(Catalog.open(root.toString()).verify().problems())
        .singleElement()
        .asString()
        .contains("speaks of entry 50, but the log ends at 49");
  }

  private static Checkpoint checkpoint(String entrySha256, Checkpoint sound) {
    return new Checkpoint(
        Checkpoint.VERSION,
        50,
        entrySha256,
        List.of(),
        sound.manifests(),
        null,
        List.of(),
        List.of(),
        List.of());
  }
}
