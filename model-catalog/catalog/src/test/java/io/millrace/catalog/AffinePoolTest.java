package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AffinePoolTest {
  private final AffinePool<String> pool = new AffinePool<>(List.of("a", "b", "c"));

  @Test
  void aThreadGetsTheOneThatItHadLast() {
    String here = pool.take();
    String there = elsewhere(pool::take);
    pool.give(here);
    elsewhere(() -> give(there));
    assertThat(pool.take()).isEqualTo(here).isNotEqualTo(there);
  }

  @Test
  void whereItIsTakenAnyOtherWillDo() {
    String first = pool.take();
    pool.give(first);
    assertThat(elsewhere(() -> List.of(pool.take(), pool.take()))).contains(first);
    assertThat(pool.take()).isNotNull().isNotEqualTo(first);
    assertThat(pool.take()).isNull();
  }

  @Test
  void nobodyGetsWhatAnotherHas() throws Exception {
    Set<String> held = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        runs.add(threads.submit(() -> takeOften(held)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(List.of(pool.take(), pool.take(), pool.take()))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(pool.take()).isNull();
  }

  private void takeOften(Set<String> held) {
    for (int i = 0; i < 20_000; i++) {
      String mine = pool.take();
      if (mine != null) {
        assertThat(held.add(mine)).isTrue();
        held.remove(mine);
        pool.give(mine);
      }
    }
  }

  private String give(String thing) {
    pool.give(thing);
    return thing;
  }

  private static <T> T elsewhere(Supplier<T> task) {
    Executor newThread = command -> new Thread(command).start();
    return CompletableFuture.supplyAsync(task, newThread).join();
  }
}
