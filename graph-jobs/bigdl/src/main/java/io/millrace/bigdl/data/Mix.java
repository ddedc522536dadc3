package io.millrace.bigdl.data;

/** The mixing function of SplitMix64 (Steele et al. 2014): random bits from a counter. */
public final class Mix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** 64 bits that look independent for different arguments. */
  public static long of(long value) {
    long z = value * GOLDEN + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Bits for a combination of numbers. */
  public static long of(long a, long b, long c) {
    return of(of(of(a) + b) + c);
  }
}
