package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunksTest {
  private final List<Integer> sizes = new ArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();

  private Chunks<Integer, String> chunks(int rows) {
    Iterator<Integer> numbers = IntStream.range(0, rows).iterator();
    return new Chunks<>(numbers, 4, this::work, closed::incrementAndGet);
  }

  private List<String> work(List<Integer> chunk) {
    sizes.add(chunk.size());
    return chunk.stream().map(String::valueOf).toList();
  }

  @Test
  void keepsTheOrderAndCutsTheLastChunkShort() {
    List<String> all = new ArrayList<>();
    chunks(10).forEachRemaining(all::add);
    assertThat(all).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(sizes).containsExactly(4, 4, 2);
  }

  @Test
  void worksOnNoMoreThanIsAskedFor() {
    Chunks<Integer, String> chunks = chunks(10);
    assertThat(chunks.next()).isEqualTo("0");
    assertThat(chunks.hasNext()).isTrue();
    assertThat(sizes).containsExactly(4);
    assertThat(closed).hasValue(0);
  }

  @Test
  void closesOnceAfterTheLastRow() {
    Chunks<Integer, String> chunks = chunks(4);
    for (int i = 0; i < 4; i++) {
      chunks.next();
    }
    assertThat(closed).hasValue(0);
    assertThat(chunks.hasNext()).isFalse();
    assertThat(chunks.hasNext()).isFalse();
    assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
    assertThat(closed).hasValue(1);
  }

  @Test
  void closesWithoutRowsAndWithoutWork() {
    assertThat(chunks(0).hasNext()).isFalse();
    assertThat(closed).hasValue(1);
    assertThat(sizes).isEmpty();
  }

  @Test
  void closesOnceWhenTheWorkFails() {
    Iterator<Integer> numbers = IntStream.range(0, 10).iterator();
    Chunks<Integer, String> chunks =
        new Chunks<>(
            numbers,
            4,
            chunk -> {
              throw new IllegalStateException("Cannot work.");
            },
            closed::incrementAndGet);
    assertThatThrownBy(chunks::hasNext).hasMessage("Cannot work.");
    assertThat(closed).hasValue(1);
    assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
    assertThat(closed).hasValue(1);
  }

  @Test
  void closesOnceWhenTheRowsFail() {
    Iterator<Integer> numbers =
        IntStream.range(0, 10)
            .peek(
                i -> {
                  if (i == 6) {
                    throw new IllegalStateException("Cannot read row 6.");
                  }
                })
            .iterator();
    Chunks<Integer, String> chunks = new Chunks<>(numbers, 4, this::work, closed::incrementAndGet);
    for (int i = 0; i < 4; i++) {
      chunks.next();
    }
    assertThat(closed).hasValue(0);
    assertThatThrownBy(chunks::next).hasMessage("Cannot read row 6.");
    assertThat(closed).hasValue(1);
  }
}
