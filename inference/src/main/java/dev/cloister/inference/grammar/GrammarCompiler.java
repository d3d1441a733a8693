package dev.cloister.inference.grammar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.Constraint;

/**
 * Makes constraints of JSON Schemas (draft 2020-12) for one vocabulary.
 *
 * <p>Supported: {@code type} (one or several), {@code properties}, {@code required}, {@code additionalProperties} (a
 * boolean), {@code items}, {@code minItems}, {@code maxItems}, {@code minLength}, {@code maxLength}, the bounds of
 * numbers, {@code enum}, {@code const}, {@code anyOf}, {@code oneOf} (as a union), {@code allOf} of one schema, {@code
 * $ref} within the schema, and annotations. Anything else is refused by name. An answer has no white space between its
 * parts, its properties come in declared order, and its numbers have no exponent.
 */
public final class GrammarCompiler {

    private static final int LONGEST_SCHEMA = 64 << 10;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final TokenTable table;

    public GrammarCompiler(Vocabulary vocabulary) {
        table = new TokenTable(vocabulary);
    }

    /**
     * A fresh constraint for one answer.
     *
     * @throws dev.cloister.inference.EngineException SCHEMA_UNSUPPORTED, with the keyword
     */
    public Constraint compile(String schema) {
        return new TokenConstraint(table, grammar(schema));
    }

    static Grammar grammar(String schema) {
        if (schema.length() > LONGEST_SCHEMA) {
            throw SchemaProblem.unsupported("its length of more than " + LONGEST_SCHEMA + " characters");
        }
        try {
            JsonNode parsed = JSON.readTree(schema);
            return SchemaCompiler.compile(parsed);
        } catch (JsonProcessingException e) {
            throw SchemaProblem.unsupported("its text, which is no JSON: " + e.getOriginalMessage());
        }
    }
}
