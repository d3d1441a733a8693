package dev.cloister.inference.llama;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/** A loaded model: its weights, its vocabulary and its template. Safe for use by several threads. */
public final class LlamaModel implements AutoCloseable {

    final Symbols symbols;
    final NativeObject handle;
    private final MemorySegment vocabularyHandle;
    private final Vocabulary vocabulary;

    private LlamaModel(Symbols symbols, NativeObject handle) {
        this.symbols = symbols;
        this.handle = handle;
        vocabularyHandle = handle.use(model -> (MemorySegment) symbols.vocabulary.invokeExact(model));
        vocabulary = Vocabulary.read(symbols, vocabularyHandle);
    }

    static LlamaModel load(Symbols symbols, Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = Downcall.call(
                            () -> (MemorySegment) symbols.modelDefaults.invokeExact((SegmentAllocator) arena))
                    .asSlice(0, StructLayouts.MODEL_PARAMS_BYTES);
            params.set(JAVA_INT, StructLayouts.MODEL_GPU_LAYERS, 0);
            params.set(JAVA_BYTE, StructLayouts.MODEL_CHECK_TENSORS, (byte) 1);
            MemorySegment path = arena.allocateFrom(file.toString());
            NativeLog.drain();
            MemorySegment handle = Downcall.call(() -> (MemorySegment) symbols.modelLoad.invokeExact(path, params));
            if (handle.address() == 0) {
                throw refused(file, NativeLog.drain());
            }
            NativeObject made = new NativeObject("model", handle, symbols.modelFree);
            try {
                return new LlamaModel(symbols, made);
            } catch (IllegalStateException e) {
                made.free();
                throw refused(file, String.valueOf(e.getMessage()));
            }
        }
    }

    private static EngineException refused(Path file, String why) {
        if (why.contains("unknown model architecture")
                || why.contains("unknown pre-tokenizer")
                || why.contains("unknown tokenizer")) {
            return new EngineException(
                    Code.MODEL_UNSUPPORTED,
                    "The native library does not know this kind of model (%s); choose another model than %s."
                            .formatted(why, file));
        }
        return new EngineException(
                Code.MODEL_INVALID,
                "The model file %s is truncated or damaged (%s); delete it and fetch it again.".formatted(file, why));
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Tokens of context that the model was trained with. */
    public int trainedContext() {
        return handle.use(model -> (int) symbols.modelTrainedContext.invokeExact(model));
    }

    /** The chat template that the model file carries; empty where it has none. */
    public String chatTemplate() {
        return handle.use(
                model -> Symbols.string((MemorySegment) symbols.modelTemplate.invokeExact(model, MemorySegment.NULL)));
    }

    /**
     * Renders turns with the model's own template, the assistant to speak next.
     *
     * @throws EngineException TEMPLATE_UNKNOWN when the file carries no template or one that the library cannot render
     */
    public String renderChat(List<ChatMessage> messages) {
        return ChatRenderer.render(symbols, chatTemplate(), messages);
    }

    /**
     * The tokens of a text.
     *
     * @param addSpecial whether tokens that the model wants around a text (begin of sequence) are added
     * @param parseSpecial whether control sequences in the text become control tokens; never for text from outside
     */
    public int[] tokenize(String text, boolean addSpecial, boolean parseSpecial) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, in, JAVA_BYTE, 0, bytes.length);
            int room = bytes.length + 8;
            MemorySegment out = arena.allocate(JAVA_INT, room);
            int count = handle.use(model -> (int) symbols.tokenize.invokeExact(
                    vocabularyHandle, in, bytes.length, out, room, addSpecial, parseSpecial));
            if (count < 0) {
                throw new EngineException(Code.INVALID_REQUEST, "The text cannot be split into tokens.");
            }
            return out.asSlice(0, (long) Integer.BYTES * count).toArray(JAVA_INT);
        }
    }

    /** Floats of a token's state between two layers. */
    public int width() {
        return handle.use(model -> (int) symbols.modelWidth.invokeExact(model));
    }

    /** How many layers the model has. */
    public int layers() {
        return handle.use(model -> (int) symbols.modelLayers.invokeExact(model));
    }

    /** Makes a context; see {@link LlamaContext}. */
    public LlamaContext newContext(ContextSettings settings) {
        return LlamaContext.create(this, settings, Optional.empty());
    }

    /** Makes a context whose tensors can be looked at; it is slower, and computes the same. */
    public LlamaContext newContext(ContextSettings settings, TensorTap tap) {
        return LlamaContext.create(this, settings, Optional.of(tap));
    }

    /**
     * Loads an adapter; the caller has checked the file's hash. Not by two threads at once.
     *
     * @throws EngineException MODEL_INVALID when the library refuses the file
     */
    public LoraAdapter loadAdapter(Path file) {
        return LoraAdapter.load(this, file);
    }

    /**
     * Frees the model after the calls that run; a second time does nothing.
     *
     * @throws IllegalStateException while one of its contexts is open; the model stays open too
     */
    @Override
    public void close() {
        handle.free();
    }
}
