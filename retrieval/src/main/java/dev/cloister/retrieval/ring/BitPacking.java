package dev.cloister.retrieval.ring;

import java.nio.ByteBuffer;

/** Numbers of a fixed count of bits, at most 31, one after the other, the highest bit first; zeros fill the last byte. */
final class BitPacking {

    private BitPacking() {}

    static void write(int[] numbers, int from, int count, int bits, ByteBuffer out) {
        long pending = 0;
        int held = 0;
        for (int i = from; i < from + count; i++) {
            pending = pending << bits | numbers[i];
            held += bits;
            while (held >= Byte.SIZE) {
                held -= Byte.SIZE;
                out.put((byte) (pending >>> held));
            }
        }
        if (held > 0) {
            out.put((byte) (pending << Byte.SIZE - held));
        }
    }

    /** Whether the bits that fill the last byte are zeros. */
    static boolean read(ByteBuffer in, int bits, int[] numbers, int from, int count) {
        long pending = 0;
        int held = 0;
        int mask = (int) ((1L << bits) - 1);
        for (int i = from; i < from + count; i++) {
            while (held < bits) {
                pending = pending << Byte.SIZE | in.get() & 0xff;
                held += Byte.SIZE;
            }
            held -= bits;
            numbers[i] = (int) (pending >>> held) & mask;
        }
        return (pending & ((1L << held) - 1)) == 0;
    }
}
