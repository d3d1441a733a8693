package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GrammarTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Property(tries = 150)
    void everyWalkThroughARandomSchemasGrammarIsAValidValue(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String schema = schema(random, 3);
        Matcher matcher = new Matcher(GrammarCompiler.grammar(schema));
        for (int i = 0; i < 5; i++) {
            String text = walk(matcher, random);
            assertTrue(valid(JSON.readTree(schema), JSON.readTree(text)), schema + " does not hold for " + text);
        }
    }

    @Property(tries = 300)
    void takesExactlyTheIntegersBetweenTheBounds(
            @ForAll @IntRange(min = -1200, max = 1200) int least,
            @ForAll @IntRange(min = 0, max = 1500) int width,
            @ForAll @IntRange(min = -3000, max = 3000) int value) {
        String schema = "{\"type\":\"integer\",\"minimum\":%d,\"maximum\":%d}".formatted(least, least + width);
        assertEquals(value >= least && value <= least + width, fits(schema, Integer.toString(value)));
    }

    @Test
    void takesTheValuesThatTheSchemaDescribesAndNoOthers() {
        String person = """
                {"title":"x","type":"object","properties":{"name":{"type":"string","minLength":2,"maxLength":3},
                "age":{"type":["integer","null"]},"more":{"$ref":"#"}},"required":["name"],"additionalProperties":false}""";
        assertTrue(fits(person, "{\"name\":\"Aß\"}"));
        assertTrue(fits(person, "{\"name\":\"Aß🌍\",\"age\":null,\"more\":{\"name\":\"xy\"}}"));
        for (String wrong : List.of(
                "{\"name\":\"A\"}",
                "{\"name\":\"ABCD\"}",
                "{}",
                "{\"age\":1,\"name\":\"AB\"}",
                "{\"name\":\"AB\",}",
                "{\"name\":\"AB\"",
                " {\"name\":\"AB\"}",
                "{\"name\":\"AB\",\"age\":01}",
                "{\"name\":\"A\n\"}")) {
            assertFalse(fits(person, wrong), wrong);
        }
        assertTrue(fits("true", "{\"a\":[1,-2.5,\"x\",{\"b\":null}]}"));
        assertTrue(fits("{\"enum\":[\"a\",1,null]}", "null"));
        assertFalse(fits("{\"enum\":[\"a\",1,null]}", "2"));
    }

    @Test
    void namesWhatItDoesNotSupport() {
        for (String keyword : List.of(
                "if",
                "then",
                "not",
                "contains",
                "propertyNames",
                "dependentRequired",
                "dependentSchemas",
                "unevaluatedProperties",
                "$dynamicRef",
                "nullable",
                "additionalItems")) {
            assertRefused("{\"type\":\"string\",\"" + keyword + "\":1}", keyword);
        }
        for (String keyword :
                List.of("format", "pattern", "multipleOf", "minLength", "properties", "anyOf", "minimum")) {
            assertRefused("{\"" + keyword + "\":true}", keyword);
        }
        assertRefused("{\"format\":\"color\"}", "color");
        assertRefused("{\"pattern\":\"(a)\\\\1\"}", "pattern");
        assertRefused("{\"$ref\":\"other.json\"}", "$ref");
        assertRefused("{\"type\":\"array\",\"items\":{},\"uniqueItems\":true}", "uniqueItems");
        assertRefused("{\"type\":\"integer\",\"minimum\":3,\"maximum\":2}", "finite");
        assertRefused("not json", "JSON");
        assertRefused("[]", "schema");
    }

    @Test
    void refusesASchemaThatNoFiniteValueFits() {
        assertRefused("{\"type\":\"object\",\"properties\":{\"x\":{\"$ref\":\"#\"}},\"required\":[\"x\"]}", "finite");
        assertRefused("{\"$ref\":\"#\"}", "finite");
    }

    @Test
    void endsRecursionBeforeItIsTooDeep() throws IOException {
        String list = "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}";
        Matcher matcher = new Matcher(GrammarCompiler.grammar(list));
        MatchState state = matcher.start();
        StringBuilder text = new StringBuilder();
        while (!matcher.step(state, '[').dead()) {
            state = matcher.step(state, '[');
            text.append('[');
        }
        assertFalse(state.dead());
        assertTrue(text.length() > 20 && text.length() <= Grammar.DEEPEST + 1);
        assertTrue(fits(list, text + "]".repeat(text.length())));
    }

    private static boolean fits(String schema, String text) {
        return new Matcher(GrammarCompiler.grammar(schema)).fits(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String schema, String named) {
        EngineException refused = assertThrows(EngineException.class, () -> GrammarCompiler.grammar(schema));
        assertEquals(Code.SCHEMA_UNSUPPORTED, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
    }

    /** Follows random bytes that the matcher allows, towards an end once the text is long. */
    private static String walk(Matcher matcher, Random random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MatchState state = matcher.start();
        while (!state.complete || (!state.places.isEmpty() && random.nextInt(3) > 0)) {
            List<Integer> possible = new ArrayList<>();
            for (int value = 0; value < 256; value++) {
                if (!matcher.step(state, value).dead()) {
                    possible.add(value);
                }
            }
            assertFalse(possible.isEmpty(), "a dead end after " + out);
            int chosen = possible.get(random.nextInt(possible.size()));
            for (int closing : new int[] {'"', '}', ']'}) {
                if (out.size() > 60 && possible.contains(closing)) {
                    chosen = closing;
                }
            }
            out.write(chosen);
            state = matcher.step(state, chosen);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(out.toByteArray()))
                .toString();
    }

    private static String schema(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 ->
                "{\"type\":\"string\",\"minLength\":%d,\"maxLength\":%d}"
                        .formatted(random.nextInt(3), 3 + random.nextInt(9));
            case 1 -> "{\"type\":\"integer\",\"minimum\":%d}".formatted(random.nextInt(2000) - 1000);
            case 2 ->
                "{\"type\":\"number\",\"minimum\":%d.5,\"exclusiveMaximum\":%d}"
                        .formatted(-random.nextInt(30), 2 + random.nextInt(50));
            case 3 -> "{\"enum\":[\"red\",\"gre\\\"en\",7,null,{\"a\":1}]}";
            case 4 -> "{\"type\":[\"boolean\",\"null\"]}";
            case 5 -> "{\"const\":\"fixed\"}";
            case 6 ->
                "{\"type\":\"array\",\"items\":%s,\"minItems\":%d,\"maxItems\":%d}"
                        .formatted(schema(random, depth - 1), random.nextInt(2), 1 + random.nextInt(4));
            case 7 -> "{\"anyOf\":[%s,%s]}".formatted(schema(random, depth - 1), schema(random, depth - 1));
            default ->
                "{\"type\":\"object\",\"properties\":{\"a\":%s,\"b\":%s,\"c\":%s},\"required\":[%s]}"
                        .formatted(
                                schema(random, depth - 1),
                                schema(random, depth - 1),
                                schema(random, depth - 1),
                                random.nextBoolean() ? "\"b\"" : "");
        };
    }

    /** A plain reading of the keywords that {@link #schema} uses, apart from the grammar. */
    private static boolean valid(JsonNode schema, JsonNode value) {
        if (schema.has("anyOf")) {
            return valid(schema.get("anyOf").get(0), value)
                    || valid(schema.get("anyOf").get(1), value);
        }
        if (schema.has("enum")) {
            for (JsonNode one : schema.get("enum")) {
                if (one.equals(value)) {
                    return true;
                }
            }
            return false;
        }
        if (schema.has("const")) {
            return schema.get("const").equals(value);
        }
        if (schema.get("type").isArray()) {
            return value.isBoolean() || value.isNull();
        }
        return switch (schema.get("type").asText()) {
            case "string" -> {
                int length = value.asText().codePointCount(0, value.asText().length());
                yield value.isTextual()
                        && length >= schema.get("minLength").asInt()
                        && length <= schema.get("maxLength").asInt();
            }
            case "integer" ->
                value.isIntegralNumber()
                        && value.asLong() >= schema.get("minimum").asLong();
            case "number" -> {
                BigDecimal number = value.decimalValue();
                yield value.isNumber()
                        && number.compareTo(schema.get("minimum").decimalValue()) >= 0
                        && number.compareTo(schema.get("exclusiveMaximum").decimalValue()) < 0;
            }
            case "array" -> {
                boolean all = value.isArray()
                        && value.size() >= schema.get("minItems").asInt()
                        && value.size() <= schema.get("maxItems").asInt();
                for (JsonNode item : value) {
                    all &= valid(schema.get("items"), item);
                }
                yield all;
            }
            default -> {
                boolean all = value.isObject();
                for (JsonNode name : schema.get("required")) {
                    all &= value.has(name.asText());
                }
                for (var property : value.properties()) {
                    all &= valid(schema.get("properties").get(property.getKey()), property.getValue());
                }
                yield all;
            }
        };
    }
}
