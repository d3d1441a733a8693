package dev.cloister.inference.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A model of one layer and 300 tokens that the library loads in milliseconds: random weights, real structure. */
public final class TinyModel {

    private static final int WIDTH = 32;
    private static final int HIDDEN = 64;
    private static final int TOKENS = 300;

    private TinyModel() {}

    /** The model with this architecture, tokenizer, and first weight, and all weights of its last norm. */
    public static GgufWriter writer(String architecture, String tokenizer, float firstWeight, float lastNorm) {
        Random random = new Random(7);
        List<String> tokens = new ArrayList<>();
        int[] types = new int[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            tokens.add(i < 256 ? byteName(i) : "t" + i);
            types[i] = i == TOKENS - 1 ? 3 : 1;
        }
        GgufWriter writer = new GgufWriter()
                .text("general.architecture", architecture)
                .uint32("llama.block_count", 1)
                .uint32("llama.context_length", 512)
                .uint32("llama.embedding_length", WIDTH)
                .uint32("llama.feed_forward_length", HIDDEN)
                .uint32("llama.attention.head_count", 2)
                .uint32("llama.attention.head_count_kv", 1)
                .uint32("llama.rope.dimension_count", WIDTH / 2)
                .uint32("llama.vocab_size", TOKENS)
                .float32("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .text("tokenizer.ggml.model", tokenizer)
                .text("tokenizer.ggml.pre", "smollm")
                .texts("tokenizer.ggml.tokens", tokens)
                .int32s("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", List.of("a b", "c d"))
                .uint32("tokenizer.ggml.bos_token_id", TOKENS - 1)
                .uint32("tokenizer.ggml.eos_token_id", TOKENS - 1);
        float[] embedding = weights(random, WIDTH * TOKENS);
        embedding[0] = firstWeight;
        writer.tensor("token_embd.weight", embedding, WIDTH, TOKENS);
        float[] norm = weights(random, WIDTH);
        Arrays.fill(norm, lastNorm);
        writer.tensor("output_norm.weight", norm, WIDTH);
        writer.tensor("blk.0.attn_norm.weight", weights(random, WIDTH), WIDTH);
        writer.tensor("blk.0.attn_q.weight", weights(random, WIDTH * WIDTH), WIDTH, WIDTH);
        writer.tensor("blk.0.attn_k.weight", weights(random, WIDTH * WIDTH / 2), WIDTH, WIDTH / 2);
        writer.tensor("blk.0.attn_v.weight", weights(random, WIDTH * WIDTH / 2), WIDTH, WIDTH / 2);
        writer.tensor("blk.0.attn_output.weight", weights(random, WIDTH * WIDTH), WIDTH, WIDTH);
        writer.tensor("blk.0.ffn_norm.weight", weights(random, WIDTH), WIDTH);
        writer.tensor("blk.0.ffn_gate.weight", weights(random, WIDTH * HIDDEN), WIDTH, HIDDEN);
        writer.tensor("blk.0.ffn_up.weight", weights(random, WIDTH * HIDDEN), WIDTH, HIDDEN);
        writer.tensor("blk.0.ffn_down.weight", weights(random, WIDTH * HIDDEN), HIDDEN, WIDTH);
        return writer;
    }

    /** The model as it loads. */
    public static GgufWriter writer() {
        return writer("llama", "gpt2", 0.1f, 1);
    }

    /** The character that stands for a byte in byte-pair vocabularies: printable ones for themselves. */
    private static String byteName(int value) {
        boolean printable = value >= 33 && value <= 126 || value >= 161 && value <= 172 || value >= 174;
        return String.valueOf((char) (printable ? value : 256 + value));
    }

    private static float[] weights(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.2f * (float) random.nextGaussian();
        }
        return values;
    }
}
