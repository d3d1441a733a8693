package dev.cloister.inference.llama;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Sizes and offsets of the structs that libllama 0.5.0 passes by value, as its header lays them out on x86-64. The
 * guard compares them with the loaded library.
 */
final class StructLayouts {

    static final int MODEL_PARAMS_BYTES = 80;
    static final int CONTEXT_PARAMS_BYTES = 160;
    static final int QUANTIZE_PARAMS_BYTES = 64;

    /** Room behind a struct, so that a library with a larger one writes there and is found out. */
    private static final int SLACK_BYTES = 256;

    static final StructLayout MODEL_PARAMS = words(MODEL_PARAMS_BYTES);
    static final StructLayout CONTEXT_PARAMS = words(CONTEXT_PARAMS_BYTES);
    static final StructLayout MODEL_PARAMS_WITH_SLACK = words(MODEL_PARAMS_BYTES + SLACK_BYTES);
    static final StructLayout CONTEXT_PARAMS_WITH_SLACK = words(CONTEXT_PARAMS_BYTES + SLACK_BYTES);
    static final StructLayout QUANTIZE_PARAMS_WITH_SLACK = words(QUANTIZE_PARAMS_BYTES + SLACK_BYTES);

    static final StructLayout BATCH = MemoryLayout.structLayout(
            JAVA_INT.withName("n_tokens"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("token"),
            ADDRESS.withName("embd"),
            ADDRESS.withName("pos"),
            ADDRESS.withName("n_seq_id"),
            ADDRESS.withName("seq_id"),
            ADDRESS.withName("logits"));

    static final int BATCH_COUNT = 0;
    static final int BATCH_TOKEN = 8;
    static final int BATCH_POSITION = 24;
    static final int BATCH_SEQUENCE_COUNT = 32;
    static final int BATCH_SEQUENCE = 40;
    static final int BATCH_LOGITS = 48;

    static final int MODEL_GPU_LAYERS = 16;
    static final int MODEL_CHECK_TENSORS = 73;

    static final int CONTEXT_TOKENS = 0;
    static final int CONTEXT_BATCH = 4;
    static final int CONTEXT_MICRO_BATCH = 8;
    static final int CONTEXT_SEQUENCES = 12;
    static final int CONTEXT_THREADS = 28;
    static final int CONTEXT_BATCH_THREADS = 32;
    static final int CONTEXT_EVALUATION_CALLBACK = 88;
    static final int CONTEXT_KEY_TYPE = 104;
    static final int CONTEXT_VALUE_TYPE = 108;
    static final int CONTEXT_FLASH_ATTENTION = 52;
    static final int CONTEXT_UNIFIED_CACHE = 133;

    static final int QUANTIZE_THREADS = 0;
    static final int QUANTIZE_TYPE = 4;
    static final int QUANTIZE_OUTPUT_TYPE = 8;
    static final int QUANTIZE_EMBEDDING_TYPE = 12;
    static final int QUANTIZE_FROM_QUANTIZED = 16;
    static final int QUANTIZE_OUTPUT = 17;
    static final int QUANTIZE_BUFFER = 56;

    private StructLayouts() {}

    private static StructLayout words(int bytes) {
        return MemoryLayout.structLayout(MemoryLayout.sequenceLayout(bytes / Long.BYTES, JAVA_LONG));
    }
}
