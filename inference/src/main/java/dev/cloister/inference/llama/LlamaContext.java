package dev.cloister.inference.llama;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * A context of several sequences whose caches are apart ({@code kv_unified=false}): what one sequence computes is bit
 * for bit independent of the others. For one thread at a time.
 *
 * <p>Each batch is validated here, since the library ends the process for several kinds of wrong ones.
 */
public final class LlamaContext implements AutoCloseable {

    private final Symbols symbols;
    private final ContextSettings settings;
    private final int vocabularySize;
    private final int width;
    private final NativeObject context;
    private final MemorySegment memory;
    private final Optional<TapUpcall> tap;
    private final Arena arena;
    private final MemorySegment batch;
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment sequenceIds;
    private final MemorySegment outputs;
    private final int[] held;
    private final boolean[] output;
    private int count;
    private int decoded;

    private LlamaContext(
            LlamaModel model, ContextSettings settings, NativeObject context, Optional<TapUpcall> tap, Arena arena) {
        this.symbols = model.symbols;
        this.settings = settings;
        this.context = context;
        this.tap = tap;
        this.arena = arena;
        vocabularySize = model.vocabulary().size();
        width = model.width();
        memory = context.use(handle -> (MemorySegment) symbols.memory.invokeExact(handle));
        int room = settings.batchTokens();
        batch = arena.allocate(StructLayouts.BATCH);
        tokens = arena.allocate(JAVA_INT, room);
        positions = arena.allocate(JAVA_INT, room);
        sequenceIds = arena.allocate(JAVA_INT, room);
        outputs = arena.allocate(JAVA_BYTE, room);
        MemorySegment sequenceCounts = arena.allocate(JAVA_INT, room);
        MemorySegment sequenceTable = arena.allocate(ADDRESS, room);
        for (int i = 0; i < room; i++) {
            sequenceCounts.setAtIndex(JAVA_INT, i, 1);
            sequenceTable.setAtIndex(ADDRESS, i, sequenceIds.asSlice((long) Integer.BYTES * i, Integer.BYTES));
        }
        batch.set(ADDRESS, StructLayouts.BATCH_TOKEN, tokens);
        batch.set(ADDRESS, StructLayouts.BATCH_POSITION, positions);
        batch.set(ADDRESS, StructLayouts.BATCH_SEQUENCE_COUNT, sequenceCounts);
        batch.set(ADDRESS, StructLayouts.BATCH_SEQUENCE, sequenceTable);
        batch.set(ADDRESS, StructLayouts.BATCH_LOGITS, outputs);
        held = new int[settings.sequences()];
        output = new boolean[room];
    }

    static LlamaContext create(LlamaModel model, ContextSettings settings, Optional<TensorTap> tensorTap) {
        Symbols symbols = model.symbols;
        Arena kept = Arena.ofShared();
        Optional<TapUpcall> tap = tensorTap.map(one -> new TapUpcall(symbols, one));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = Downcall.call(
                            () -> (MemorySegment) symbols.contextDefaults.invokeExact((SegmentAllocator) arena))
                    .asSlice(0, StructLayouts.CONTEXT_PARAMS_BYTES);
            int all = Math.multiplyExact(settings.sequences(), settings.sequenceTokens());
            params.set(JAVA_INT, StructLayouts.CONTEXT_TOKENS, all);
            params.set(JAVA_INT, StructLayouts.CONTEXT_BATCH, settings.batchTokens());
            params.set(JAVA_INT, StructLayouts.CONTEXT_MICRO_BATCH, settings.batchTokens());
            params.set(JAVA_INT, StructLayouts.CONTEXT_SEQUENCES, settings.sequences());
            params.set(JAVA_INT, StructLayouts.CONTEXT_THREADS, settings.threads());
            params.set(JAVA_INT, StructLayouts.CONTEXT_BATCH_THREADS, settings.threads());
            params.set(JAVA_BYTE, StructLayouts.CONTEXT_UNIFIED_CACHE, (byte) 0);
            params.set(
                    JAVA_INT, StructLayouts.CONTEXT_KEY_TYPE, settings.kvType().code());
            params.set(
                    JAVA_INT,
                    StructLayouts.CONTEXT_VALUE_TYPE,
                    settings.kvType().code());
            tap.ifPresent(one -> params.set(ADDRESS, StructLayouts.CONTEXT_EVALUATION_CALLBACK, one.stub(kept)));
            params.set(
                    JAVA_INT,
                    StructLayouts.CONTEXT_FLASH_ATTENTION,
                    settings.attention().code());
            NativeObject made = model.handle.use(handle -> {
                MemorySegment context = (MemorySegment) symbols.contextInit.invokeExact(handle, params);
                if (context.address() == 0) {
                    throw new EngineException(
                            Code.ENGINE_UNAVAILABLE,
                            "There is not enough memory for %d sequences of %d tokens; ask for fewer. (%s)"
                                    .formatted(settings.sequences(), settings.sequenceTokens(), NativeLog.drain()));
                }
                return model.handle.own("context", context, symbols.contextFree);
            });
            LlamaContext context = new LlamaContext(model, settings, made, tap, kept);
            context.readBack();
            return context;
        } catch (EngineException e) {
            if (kept.scope().isAlive()) {
                kept.close();
            }
            throw e;
        }
    }

    /** The library rounds what it is asked for: what it has must be no less than what is validated against. */
    private void readBack() {
        int perSequence = context.use(handle -> (int) symbols.contextSequenceTokens.invokeExact(handle));
        int perBatch = context.use(handle -> (int) symbols.contextBatch.invokeExact(handle));
        if (perSequence < settings.sequenceTokens() || perBatch < settings.batchTokens()) {
            close();
            throw new EngineException(
                    Code.ENGINE_UNAVAILABLE,
                    "The library gives %d tokens a sequence and %d a batch, less than was asked for."
                            .formatted(perSequence, perBatch));
        }
    }

    public ContextSettings settings() {
        return settings;
    }

    public int vocabularySize() {
        return vocabularySize;
    }

    /** Starts a new batch. */
    public void begin() {
        count = 0;
        decoded = 0;
    }

    /**
     * Adds the next token of a sequence.
     *
     * @param wantsLogits whether the row after this token is wanted
     * @return the token's index in the batch, for {@link #copyLogits}
     */
    public int add(int sequence, int token, boolean wantsLogits) {
        if (sequence < 0 || sequence >= held.length || token < 0 || token >= vocabularySize) {
            throw new IllegalArgumentException("sequence " + sequence + " or token " + token + " is out of range");
        }
        if (count >= settings.batchTokens() || held[sequence] >= settings.sequenceTokens()) {
            throw new IllegalArgumentException("the batch or the sequence " + sequence + " is full");
        }
        tokens.setAtIndex(JAVA_INT, count, token);
        positions.setAtIndex(JAVA_INT, count, held[sequence]++);
        sequenceIds.setAtIndex(JAVA_INT, count, sequence);
        outputs.set(JAVA_BYTE, count, (byte) (wantsLogits ? 1 : 0));
        output[count] = wantsLogits;
        return count++;
    }

    /** Computes the batch. A failure leaves the context unusable, and the worker ends. */
    public void decode() {
        if (count == 0) {
            throw new IllegalArgumentException("an empty batch");
        }
        batch.set(JAVA_INT, StructLayouts.BATCH_COUNT, count);
        int code = context.use(handle -> (int) symbols.decode.invokeExact(handle, batch));
        if (code != 0) {
            throw new IllegalStateException("the library refused a batch of " + count + " tokens with code " + code);
        }
        decoded = count;
        tap.ifPresent(TapUpcall::rethrow);
    }

    /**
     * Changes what the context computes from now on; what its sequences hold was computed otherwise, so clear them.
     *
     * @throws IllegalArgumentException when the direction is no whole number of rows
     */
    public void adapt(Adaptation adaptation) {
        List<Adaptation.Strength> adapters = adaptation.adapters();
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment handles = confined.allocate(ADDRESS, Math.max(1, adapters.size()));
            MemorySegment strengths = confined.allocate(JAVA_FLOAT, Math.max(1, adapters.size()));
            for (int i = 0; i < adapters.size(); i++) {
                int index = i;
                adapters.get(i).adapter().handle.use(adapter -> {
                    handles.setAtIndex(ADDRESS, index, adapter);
                    return adapter;
                });
                strengths.setAtIndex(JAVA_FLOAT, i, adapters.get(i).strength());
            }
            long count = adapters.size();
            require(context.use(handle -> (int) symbols.adaptersSet.invokeExact(handle, handles, count, strengths)));
            setDirection(confined, adaptation.direction());
        }
    }

    private void setDirection(Arena confined, float[] direction) {
        if (direction.length % width != 0) {
            throw new IllegalArgumentException(
                    "a direction of " + direction.length + " floats for a width of " + width);
        }
        MemorySegment data = direction.length == 0 ? MemorySegment.NULL : confined.allocateFrom(JAVA_FLOAT, direction);
        long length = direction.length;
        int last = direction.length / width;
        require(context.use(handle -> (int) symbols.directionSet.invokeExact(handle, data, length, width, 1, last)));
    }

    private static void require(int code) {
        if (code != 0) {
            throw new IllegalStateException("the library refused an adaptation with code " + code);
        }
    }

    /** Copies the logits after the token with this index of the last batch into the row. */
    public void copyLogits(int index, float[] row) {
        if (index < 0 || index >= decoded || !output[index] || row.length != vocabularySize) {
            throw new IllegalArgumentException("no logits at index " + index);
        }
        context.use(handle -> {
            MemorySegment source = (MemorySegment) symbols.logits.invokeExact(handle, index);
            if (source.address() == 0) {
                throw new IllegalStateException("the library has no logits at index " + index);
            }
            long bytes = (long) Float.BYTES * vocabularySize;
            MemorySegment.copy(source.reinterpret(bytes), JAVA_FLOAT, 0, row, 0, vocabularySize);
            return row;
        });
    }

    /** Tokens that a sequence holds. */
    public int held(int sequence) {
        return held[sequence];
    }

    /** Forgets a sequence. */
    public void clear(int sequence) {
        requireSequence(sequence);
        boolean removed = context.use(handle -> (boolean) symbols.memoryRemove.invokeExact(memory, sequence, -1, -1));
        if (!removed) {
            throw new IllegalStateException("the library kept sequence " + sequence);
        }
        held[sequence] = 0;
    }

    /**
     * Forgets what a sequence holds from a position on.
     *
     * @param length tokens that stay, no more than it holds
     * @return false where the model's memory cannot be cut (recurrent models); nothing is changed then
     */
    public boolean truncate(int sequence, int length) {
        requireSequence(sequence);
        if (length < 0 || length > held[sequence]) {
            throw new IllegalArgumentException("sequence " + sequence + " does not hold " + length + " tokens");
        }
        boolean removed =
                context.use(handle -> (boolean) symbols.memoryRemove.invokeExact(memory, sequence, length, -1));
        if (removed) {
            held[sequence] = length;
        }
        return removed;
    }

    /** Bytes of what {@link #save} copies. */
    public long stateBytes(int sequence) {
        requireSequence(sequence);
        return context.use(handle -> (long) symbols.stateSize.invokeExact(handle, sequence));
    }

    /** Copies all that a sequence holds into the buffer, in the clear. The sequence stays as it is. */
    public void save(int sequence, StateBuffer state) {
        requireSequence(sequence);
        context.use(handle -> {
            long size = (long) symbols.stateSize.invokeExact(handle, sequence);
            MemorySegment target = state.resize(size, held[sequence]);
            long written = (long) symbols.stateRead.invokeExact(handle, target, size, sequence);
            if (written != size) {
                throw new IllegalStateException("the library gave " + written + " of " + size + " bytes of a state");
            }
            return state;
        });
    }

    /**
     * Makes an empty sequence hold what {@link #save} took out of this or another sequence of this context, bit for bit.
     *
     * @return false where the library refuses the state; the sequence is empty then
     */
    public boolean restore(int sequence, StateBuffer state) {
        requireSequence(sequence);
        if (held[sequence] != 0 || state.tokens() > settings.sequenceTokens()) {
            throw new IllegalArgumentException("sequence " + sequence + " is not empty or too short");
        }
        boolean whole = context.use(handle -> {
            MemorySegment source = state.content();
            long size = source.byteSize();
            long read = (long) symbols.stateWrite.invokeExact(handle, source, size, sequence);
            return read == size && (int) symbols.memoryLast.invokeExact(memory, sequence) == state.tokens() - 1;
        });
        if (whole) {
            held[sequence] = state.tokens();
        } else {
            clear(sequence);
        }
        return whole;
    }

    private void requireSequence(int sequence) {
        if (sequence < 0 || sequence >= held.length) {
            throw new IllegalArgumentException("sequence " + sequence + " is out of range");
        }
    }

    /** Frees the context after the decode that runs; a second time does nothing. */
    @Override
    public void close() {
        context.free();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
