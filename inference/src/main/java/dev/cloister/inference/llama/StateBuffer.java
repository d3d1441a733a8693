package dev.cloister.inference.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * What one sequence holds, outside its context and in the clear: to be wiped as soon as it has been used. Grows to the
 * largest state that it has carried. For one thread.
 */
public final class StateBuffer implements AutoCloseable {

    private Arena arena = Arena.ofShared();
    private MemorySegment room = MemorySegment.NULL;
    private long size;
    private int tokens;

    /** Bytes of the state. */
    public long size() {
        return size;
    }

    /** Tokens that the sequence held. */
    public int tokens() {
        return tokens;
    }

    /** Copies bytes of the state from an offset on. */
    public void read(long offset, byte[] target, int length) {
        MemorySegment.copy(content(), JAVA_BYTE, offset, target, 0, length);
    }

    /** Makes room for a state that comes in parts through {@link #write}. */
    public void expect(long bytes, int heldTokens) {
        resize(bytes, heldTokens);
    }

    /** Copies bytes into the state from an offset on. */
    public void write(long offset, byte[] source, int length) {
        MemorySegment.copy(source, 0, content(), JAVA_BYTE, offset, length);
    }

    /** Overwrites the state with zeros. */
    public void wipe() {
        content().fill((byte) 0);
        size = 0;
        tokens = 0;
    }

    @Override
    public void close() {
        wipe();
        arena.close();
    }

    MemorySegment content() {
        return room.asSlice(0, size);
    }

    MemorySegment resize(long bytes, int heldTokens) {
        wipe();
        if (bytes > room.byteSize()) {
            arena.close();
            arena = Arena.ofShared();
            room = arena.allocate(bytes);
        }
        size = bytes;
        tokens = heldTokens;
        return content();
    }
}
