package dev.cloister.inference.llama;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A loaded LoRA adapter (Hu et al. 2021) of a model. Contexts use it while it is open. */
public final class LoraAdapter implements AutoCloseable {

    final NativeObject handle;

    private LoraAdapter(NativeObject handle) {
        this.handle = handle;
    }

    static LoraAdapter load(LlamaModel model, Path file) {
        Symbols symbols = model.symbols;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toString());
            NativeLog.drain();
            return new LoraAdapter(model.handle.use(handle -> {
                MemorySegment adapter = (MemorySegment) symbols.adapterLoad.invokeExact(handle, path);
                if (adapter.address() == 0) {
                    throw new EngineException(
                            Code.MODEL_INVALID,
                            "The adapter %s is damaged or made for another model (%s); the model is served without it."
                                    .formatted(file.getFileName(), NativeLog.drain()));
                }
                return model.handle.own("adapter", adapter, symbols.adapterFree);
            }));
        }
    }

    /** Frees the adapter; only once no context uses it. */
    @Override
    public void close() {
        handle.free();
    }
}
