package dev.cloister.inference.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Memory in blocks of one size, outside the heap, made when first needed and used again ever after: states of any length
 * come and go without leaving gaps. For one thread.
 */
final class BlockPool {

    private final int blockBytes;
    private long most;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private long made;

    BlockPool(int blockBytes, long limitBytes) {
        this.blockBytes = blockBytes;
        most = limitBytes / blockBytes;
    }

    /** Blocks that can be taken. */
    long available() {
        return free.size() + most - made;
    }

    /** So many blocks; empty where there are not as many, or the process has no more memory for them. */
    Optional<List<ByteBuffer>> take(int blocks) {
        if (available() < blocks) {
            return Optional.empty();
        }
        List<ByteBuffer> taken = new ArrayList<>(blocks);
        while (taken.size() < blocks) {
            if (free.isEmpty() && !makeOne()) {
                giveBack(taken);
                return Optional.empty();
            }
            taken.add(free.removeLast());
        }
        return Optional.of(taken);
    }

    void giveBack(List<ByteBuffer> blocks) {
        free.addAll(blocks);
    }

    /** Bytes in blocks that are taken. */
    long bytesInUse() {
        return (made - free.size()) * blockBytes;
    }

    private boolean makeOne() {
        try {
            free.add(ByteBuffer.allocateDirect(blockBytes));
            made++;
            return true;
        } catch (OutOfMemoryError e) {
            most = made;
            return false;
        }
    }
}
