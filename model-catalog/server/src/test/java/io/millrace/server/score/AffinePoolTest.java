package io.millrace.server.score;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AffinePoolTest {
  private final AtomicInteger made = new AtomicInteger();
  private final AffinePool<Integer> pool = new AffinePool<>(made::incrementAndGet);

  @Test
  void aThreadGetsTheOneThatItHadLast() {
    int here = pool.take();
    int there = elsewhere(pool::take);
    pool.give(here);
    elsewhere(() -> give(there));
    assertThat(pool.take()).isEqualTo(here).isNotEqualTo(there);
  }

  @Test
  void whereItIsNotFreeItGetsAnother() {
    int here = pool.take();
    elsewhere(() -> give(here));
    assertThat(pool.take()).isEqualTo(here);
    assertThat(pool.take()).isEqualTo(2);
    assertThat(made).hasValue(2);
  }

  @Test
  void nobodyGetsWhatAnotherHas() throws Exception {
    Set<Integer> held = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        runs.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    Integer mine = pool.take();
                    assertThat(held.add(mine)).isTrue();
                    held.remove(mine);
                    pool.give(mine);
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made.get()).isBetween(1, 4);
  }

  private Integer give(Integer thing) {
    pool.give(thing);
    return thing;
  }

  private static <T> T elsewhere(Supplier<T> task) {
    Executor newThread = command -> new Thread(command).start();
    return CompletableFuture.supplyAsync(task, newThread).join();
  }
}
