package dev.cloister.inference.grammar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads the text of a schema, within bounds. */
final class SchemaReader {

    private static final int LONGEST = 64 << 10;
    private static final int DEEPEST = 100;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private SchemaReader() {}

    static JsonNode read(String schema) {
        if (schema.length() > LONGEST) {
            throw SchemaProblem.unsupported("its length of more than " + LONGEST + " characters");
        }
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw SchemaProblem.unsupported("its text, which is no JSON: " + e.getOriginalMessage());
        }
    }
}
