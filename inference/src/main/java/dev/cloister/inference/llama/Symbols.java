package dev.cloister.inference.llama;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** The functions of the C API that Cloister calls, bound once per process. */
final class Symbols {

    static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup lookup;

    final MethodHandle version;
    final MethodHandle commit;
    final MethodHandle loadBackends;
    final MethodHandle backendInit;
    final MethodHandle logSet;
    final MethodHandle modelDefaults;
    final MethodHandle contextDefaults;
    final MethodHandle modelLoad;
    final MethodHandle modelFree;
    final MethodHandle modelTrainedContext;
    final MethodHandle modelTemplate;
    final MethodHandle applyTemplate;
    final MethodHandle vocabulary;
    final MethodHandle vocabularySize;
    final MethodHandle isEndOfGeneration;
    final MethodHandle isControl;
    final MethodHandle attributes;
    final MethodHandle beginningToken;
    final MethodHandle endingToken;
    final MethodHandle tokenize;
    final MethodHandle piece;
    final MethodHandle contextInit;
    final MethodHandle contextFree;
    final MethodHandle contextSequenceTokens;
    final MethodHandle contextBatch;
    final MethodHandle decode;
    final MethodHandle logits;
    final MethodHandle memory;
    final MethodHandle memoryRemove;
    final MethodHandle modelWidth;
    final MethodHandle modelLayers;
    final MethodHandle adapterLoad;
    final MethodHandle adapterFree;
    final MethodHandle adaptersSet;
    final MethodHandle directionSet;
    final MethodHandle tensorName;
    final MethodHandle tensorElements;
    final MethodHandle tensorBytes;
    final MethodHandle tensorGet;
    final MethodHandle quantizeDefaults;
    final MethodHandle quantize;
    final MethodHandle memoryLast;
    final MethodHandle stateSize;
    final MethodHandle stateRead;
    final MethodHandle stateWrite;

    Symbols(Path directory) {
        Arena forever = Arena.global();
        lookup = open(directory, "libllama.v0.5.0.so", forever)
                .or(open(directory, "libggml.v0.5.0.so", forever))
                .or(open(directory, "libggml-base.so", forever));
        version = bind("llama_version", ADDRESS);
        commit = bind("ggml_commit", ADDRESS);
        loadBackends = bindVoid("ggml_backend_load_all_from_path", ADDRESS);
        backendInit = bindVoid("llama_backend_init");
        logSet = bindVoid("llama_log_set", ADDRESS, ADDRESS);
        modelDefaults = bind("llama_model_default_params", StructLayouts.MODEL_PARAMS_WITH_SLACK);
        contextDefaults = bind("llama_context_default_params", StructLayouts.CONTEXT_PARAMS_WITH_SLACK);
        modelLoad = bind("llama_model_load_from_file", ADDRESS, ADDRESS, StructLayouts.MODEL_PARAMS);
        modelFree = bindVoid("llama_model_free", ADDRESS);
        modelTrainedContext = bind("llama_model_n_ctx_train", JAVA_INT, ADDRESS);
        modelTemplate = bind("llama_model_chat_template", ADDRESS, ADDRESS, ADDRESS);
        applyTemplate = bind(
                "llama_chat_apply_template", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_BOOLEAN, ADDRESS, JAVA_INT);
        vocabulary = bind("llama_model_get_vocab", ADDRESS, ADDRESS);
        vocabularySize = bind("llama_vocab_n_tokens", JAVA_INT, ADDRESS);
        isEndOfGeneration = bind("llama_vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
        isControl = bind("llama_vocab_is_control", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
        attributes = bind("llama_vocab_get_attr", JAVA_INT, ADDRESS, JAVA_INT);
        beginningToken = bind("llama_vocab_bos", JAVA_INT, ADDRESS);
        endingToken = bind("llama_vocab_eos", JAVA_INT, ADDRESS);
        tokenize = bind(
                "llama_tokenize", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN);
        piece = bind("llama_token_to_piece", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN);
        contextInit = bind("llama_init_from_model", ADDRESS, ADDRESS, StructLayouts.CONTEXT_PARAMS);
        contextFree = bindVoid("llama_free", ADDRESS);
        contextSequenceTokens = bind("llama_n_ctx_seq", JAVA_INT, ADDRESS);
        contextBatch = bind("llama_n_batch", JAVA_INT, ADDRESS);
        decode = bind("llama_decode", JAVA_INT, ADDRESS, StructLayouts.BATCH);
        logits = bind("llama_get_logits_ith", ADDRESS, ADDRESS, JAVA_INT);
        memory = bind("llama_get_memory", ADDRESS, ADDRESS);
        memoryRemove = bind("llama_memory_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        modelWidth = bind("llama_model_n_embd", JAVA_INT, ADDRESS);
        modelLayers = bind("llama_model_n_layer", JAVA_INT, ADDRESS);
        adapterLoad = bind("llama_adapter_lora_init", ADDRESS, ADDRESS, ADDRESS);
        adapterFree = bindVoid("llama_adapter_lora_free", ADDRESS);
        adaptersSet = bind("llama_set_adapters_lora", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        directionSet =
                bind("llama_set_adapter_cvec", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
        tensorName = bind("ggml_get_name", ADDRESS, ADDRESS);
        tensorElements = bind("ggml_nelements", JAVA_LONG, ADDRESS);
        tensorBytes = bind("ggml_nbytes", JAVA_LONG, ADDRESS);
        tensorGet = bindVoid("ggml_backend_tensor_get", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
        quantizeDefaults = bind("llama_model_quantize_default_params", StructLayouts.QUANTIZE_PARAMS_WITH_SLACK);
        quantize = bind("llama_model_quantize", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        memoryLast = bind("llama_memory_seq_pos_max", JAVA_INT, ADDRESS, JAVA_INT);
        stateSize = bind("llama_state_seq_get_size", JAVA_LONG, ADDRESS, JAVA_INT);
        stateRead = bind("llama_state_seq_get_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
        stateWrite = bind("llama_state_seq_set_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    /** A C string that the library owns. */
    static String string(MemorySegment address) {
        return address.address() == 0 ? "" : address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private static SymbolLookup open(Path directory, String file, Arena arena) {
        try {
            return SymbolLookup.libraryLookup(directory.resolve(file), arena);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    Code.LIBRARY_MISMATCH,
                    file + " cannot be loaded on this machine; it needs Linux on x86-64 and glibc 2.34 or newer.",
                    e);
        }
    }

    private MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
    }

    private MethodHandle bindVoid(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.ofVoid(arguments));
    }

    private MemorySegment symbol(String name) {
        return lookup.find(name)
                .orElseThrow(() ->
                        new EngineException(Code.LIBRARY_MISMATCH, "The native library lacks the function " + name));
    }
}
