package io.millrace.network;

/** MurmurHash3_x86_32 of Austin Appleby's public-domain reference, written anew for comparison. */
final class Murmur3 {
  private Murmur3() {}

  static int hash(byte[] data, int seed) {
    int hash = seed;
    int whole = data.length / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      hash ^= mixed(littleEndian(data, i, 4));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    if (whole < data.length) {
      hash ^= mixed(littleEndian(data, whole, data.length - whole));
    }
    return finished(hash ^ data.length);
  }

  private static int littleEndian(byte[] data, int from, int count) {
    int block = 0;
    for (int i = 0; i < count; i++) {
      block |= (data[from + i] & 0xff) << (8 * i);
    }
    return block;
  }

  private static int mixed(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }

  private static int finished(int hash) {
    int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
