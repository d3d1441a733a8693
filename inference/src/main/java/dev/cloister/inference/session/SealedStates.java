package dev.cloister.inference.session;

import dev.cloister.inference.Session;
import dev.cloister.inference.llama.StateBuffer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * States of sequences outside the context, encrypted, in bounded memory. Idle sessions' states wait here until they are
 * wanted; where memory runs out, that which has waited longest is dropped. Stopped answers' states are sealed here too but
 * kept by who stopped them. For one thread, that of the scheduler.
 */
final class SealedStates {

    private static final int BLOCK_BYTES = 256 << 10;

    private final StateCipher cipher = new StateCipher();
    private final BlockPool pool;
    private final Deque<SealedState> idle = new ArrayDeque<>();
    private final byte[] clear = new byte[BLOCK_BYTES];
    private final byte[] encrypted = new byte[BLOCK_BYTES + StateCipher.TAG_BYTES];

    SealedStates(long limitBytes) {
        pool = new BlockPool(encrypted.length, limitBytes);
    }

    /** Whether a state of so many bytes can be sealed, idle ones dropped if need be. */
    boolean hasRoomFor(long bytes) {
        int droppable = idle.stream().mapToInt(state -> state.blocks().size()).sum();
        return pool.available() + droppable >= blocks(bytes);
    }

    /** Whether a state of so many bytes can be sealed beside all that is here. */
    boolean hasFreeRoomFor(long bytes) {
        return pool.available() >= blocks(bytes);
    }

    /** Encrypts a state and wipes the buffer; empty, the buffer wiped all the same, where there is no room for it. */
    Optional<SealedState> seal(Session owner, Prefix prefix, StateBuffer buffer) {
        try {
            if (!hasRoomFor(buffer.size())) {
                return Optional.empty();
            }
            int count = blocks(buffer.size());
            while (pool.available() < count) {
                free(idle.removeFirst());
            }
            return pool.take(count).map(blocks -> encrypt(owner, prefix, buffer, blocks));
        } finally {
            buffer.wipe();
        }
    }

    /** Decrypts into the buffer, which is to be wiped after its use; false where the state was changed in memory. */
    boolean open(SealedState state, StateBuffer buffer) {
        buffer.expect(state.bytes(), state.tokens());
        try {
            for (int i = 0; i < state.blocks().size(); i++) {
                long offset = (long) i * BLOCK_BYTES;
                int length = (int) Math.min(BLOCK_BYTES, state.bytes() - offset);
                state.blocks().get(i).get(0, encrypted);
                cipher.open(
                        state.nonces().get(i),
                        encrypted,
                        length,
                        SealedState.bound(state.owner(), state.tokens(), i),
                        clear);
                buffer.write(offset, clear, length);
            }
            return true;
        } catch (GeneralSecurityException e) {
            buffer.wipe();
            return false;
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** Keeps an idle session's state until it is wanted or room is. */
    void keep(SealedState state) {
        idle.addLast(state);
    }

    /** Takes an idle session's state out; its memory is not free before {@link #free}. */
    void take(SealedState state) {
        idle.remove(state);
    }

    void free(SealedState state) {
        pool.giveBack(state.blocks());
    }

    void drop(Predicate<SealedState> which) {
        List<SealedState> dropped = new ArrayList<>();
        idle.removeIf(state -> which.test(state) && dropped.add(state));
        dropped.forEach(this::free);
    }

    Collection<SealedState> idle() {
        return Collections.unmodifiableCollection(idle);
    }

    long bytes() {
        return pool.bytesInUse();
    }

    private static int blocks(long bytes) {
        return Math.toIntExact((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
    }

    private SealedState encrypt(Session owner, Prefix prefix, StateBuffer buffer, List<ByteBuffer> blocks) {
        List<Long> nonces = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            long offset = (long) i * BLOCK_BYTES;
            int length = (int) Math.min(BLOCK_BYTES, buffer.size() - offset);
            buffer.read(offset, clear, length);
            nonces.add(cipher.seal(clear, length, SealedState.bound(owner, buffer.tokens(), i), encrypted));
            blocks.get(i).put(0, encrypted, 0, length + StateCipher.TAG_BYTES);
        }
        Arrays.fill(clear, (byte) 0);
        return new SealedState(owner, prefix, buffer.tokens(), buffer.size(), nonces, blocks);
    }
}
