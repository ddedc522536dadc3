package io.millrace.sampling;

import java.util.Arrays;

/** Ints by long keys, without objects; open addressing. Keys are added and not removed. */
public final class LongIntMap {
  /** What a key has that is not there. */
  public static final int NONE = -1;

  private static final int FIRST_ROOM = 64;

  private long[] keys = new long[FIRST_ROOM];
  private int[] values = new int[FIRST_ROOM];
  private int size;

  public LongIntMap() {
    Arrays.fill(values, NONE);
  }

  public int size() {
    return size;
  }

  /** The value of a key, or {@link #NONE}. */
  public int get(long key) {
    return values[place(key)];
  }

  /**
   * Sets the value of a key that has none.
   *
   * @param value from 0
   * @return the value that the key has already, which stays; otherwise {@link #NONE}
   */
  public int putIfAbsent(long key, int value) {
    int at = place(key);
    if (values[at] != NONE) {
      return values[at];
    }
    keys[at] = key;
    values[at] = value;
    if (++size > keys.length / 2) {
      grow();
    }
    return NONE;
  }

  /** Forgets all keys; the room stays. */
  public void clear() {
    Arrays.fill(values, NONE);
    size = 0;
  }

  private int place(long key) {
    int mask = keys.length - 1;
    int at = (int) Draws.mix(key) & mask;
    while (values[at] != NONE && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[Math.multiplyExact(oldKeys.length, 2)];
    values = new int[keys.length];
    Arrays.fill(values, NONE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != NONE) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
