package dev.cloister.inference.catalog;

import dev.cloister.inference.gguf.GgufException;
import dev.cloister.inference.gguf.GgufHeader;
import dev.cloister.inference.gguf.GgufValue;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a model's header says about serving it.
 *
 * @param architecture the family's name in llama.cpp
 * @param trainedContext tokens of context that it was trained with
 * @param vocabularySize number of token ids
 * @param cacheBytesPerToken keys and values of one token in all layers, as 16-bit numbers; an upper bound where layers
 *     with a sliding window keep less
 * @param chatTemplate whether it carries a template, without which it takes no chats
 */
public record ModelShape(
        String architecture, int trainedContext, int vocabularySize, long cacheBytesPerToken, boolean chatTemplate) {

    private static final int CACHE_NUMBER_BYTES = 2;

    /**
     * The shape of a language model.
     *
     * @throws GgufException when the header lacks what every language model's has
     */
    public static ModelShape of(GgufHeader header) throws GgufException {
        String architecture = header.text("general.architecture")
                .orElseThrow(() -> new GgufException("it does not say its architecture"));
        if (header.text("general.type").filter(type -> !type.equals("model")).isPresent()) {
            throw new GgufException("it is no model but of the type "
                    + header.text("general.type").orElseThrow());
        }
        int context = whole(header, architecture + ".context_length");
        int vocabulary = vocabulary(header);
        return new ModelShape(
                architecture,
                context,
                vocabulary,
                cacheBytes(header, architecture),
                header.text("tokenizer.chat_template").isPresent());
    }

    private static int vocabulary(GgufHeader header) throws GgufException {
        OptionalLong tokens = header.count("tokenizer.ggml.tokens");
        if (tokens.isEmpty() || tokens.getAsLong() < 1 || tokens.getAsLong() > Integer.MAX_VALUE) {
            throw new GgufException("it carries no vocabulary");
        }
        return (int) tokens.getAsLong();
    }

    private static long cacheBytes(GgufHeader header, String architecture) throws GgufException {
        int layers = whole(header, architecture + ".block_count");
        int width = whole(header, architecture + ".embedding_length");
        long heads = Math.max(1, largest(header, architecture + ".attention.head_count", 1));
        long perHead = width / heads;
        long key = header.whole(architecture + ".attention.key_length").orElse(perHead);
        long value = header.whole(architecture + ".attention.value_length").orElse(perHead);
        try {
            long cached = cachedHeads(header, architecture, layers, heads);
            if (key < 0 || value < 0 || cached < 0) {
                throw new GgufException("its attention has a negative size");
            }
            return Math.multiplyExact(Math.multiplyExact(cached, Math.addExact(key, value)), CACHE_NUMBER_BYTES);
        } catch (ArithmeticException e) {
            throw new GgufException("its layers are larger than any memory");
        }
    }

    /** Heads with keys and values of their own, over all layers. */
    private static long cachedHeads(GgufHeader header, String architecture, int layers, long heads) {
        GgufValue value = header.metadata().get(architecture + ".attention.head_count_kv");
        return switch (value) {
            case GgufValue.Whole(long perLayer) -> Math.multiplyExact(perLayer, layers);
            case GgufValue.Sequence(long count, List<Long> perLayer)
            when count == layers && perLayer.size() == layers ->
                perLayer.stream().reduce(0L, Math::addExact);
            case null, default -> Math.multiplyExact(heads, layers);
        };
    }

    private static long largest(GgufHeader header, String key, long otherwise) {
        return switch (header.metadata().get(key)) {
            case GgufValue.Whole(long value) -> value;
            case GgufValue.Sequence(long count, List<Long> values)
            when count == values.size() -> values.stream().reduce(0L, Math::max);
            case null, default -> otherwise;
        };
    }

    private static int whole(GgufHeader header, String key) throws GgufException {
        OptionalLong value = header.whole(key);
        if (value.isEmpty() || value.getAsLong() < 1 || value.getAsLong() > Integer.MAX_VALUE) {
            throw new GgufException("it lacks " + key + " or has a senseless one");
        }
        return (int) value.getAsLong();
    }
}
