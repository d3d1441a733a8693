package dev.cloister.gateway.openai.embedding;

import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.model.ServedModels;
import dev.cloister.inference.embedding.SentenceEmbedder;
import java.util.List;

/**
 * A request for vectors.
 *
 * @param base64 whether vectors are sent as base64 rather than as numbers
 * @param truncate whether a text's beginning may stand for the whole
 */
record EmbeddingRequest(List<String> texts, boolean base64, boolean truncate) {

    private static final int MOST_TEXTS = 2048;

    static EmbeddingRequest take(Fields fields, ServedModels models) {
        models.requireEmbedder(fields);
        Fields.Value input = fields.required("input");
        List<Fields.Value> given = input.node().isTextual() ? List.of(input) : input.list(MOST_TEXTS);
        if (given.isEmpty()) {
            throw input.wrong("must hold at least one text");
        }
        if (given.getFirst().node().isNumber() || given.getFirst().node().isArray()) {
            throw input.wrong("must be a text or a list of texts; token ids of another model mean nothing here");
        }
        List<String> texts = given.stream()
                .map(one -> {
                    if (one.text().isEmpty()) {
                        throw one.wrong("must not be empty");
                    }
                    return one.text();
                })
                .toList();
        boolean base64 = fields.value("encoding_format")
                .map(format -> switch (format.text()) {
                    case "float" -> false;
                    case "base64" -> true;
                    default -> throw format.wrong("must be float or base64");
                })
                .orElse(false);
        // Cutting a vector short keeps its meaning only in models that were trained for it.
        fields.onlyIf(
                "dimensions",
                Integer.toString(SentenceEmbedder.DIMENSIONS),
                size -> size.isIntegralNumber() && size.intValue() == SentenceEmbedder.DIMENSIONS);
        boolean truncate = fields.flag("truncate").orElse(false);
        fields.describing("user");
        fields.end();
        return new EmbeddingRequest(texts, base64, truncate);
    }
}
