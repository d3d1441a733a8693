package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SchemaCompilerTest {

    @Property(tries = 400)
    void everyWalkThroughASchemasGrammarIsAValueThatAnotherValidatorTakes(@ForAll long seed) {
        String schema = RandomSchemas.of(seed);
        Matcher matcher = new Matcher(GrammarCompiler.grammar(schema));
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            String text = walk(matcher, random);
            assertEquals("", RandomSchemas.faults(schema, text), schema + " for " + text);
        }
    }

    @Test
    void takesBoundsThatLieBeyondAllNumbersThatAreWritten() {
        String anyInteger = "{\"type\":\"integer\",\"minimum\":-9007199254740991,\"maximum\":9007199254740991}";
        assertFits(anyInteger, "0", "-7", "123456789012345");
        assertRefusesTexts(anyInteger, "1.5", "\"1\"");
    }

    @Property(tries = 500)
    void takesExactlyTheDecimalsBetweenTheBounds(
            @ForAll @IntRange(min = -2000, max = 2000) int least,
            @ForAll @IntRange(min = 0, max = 2500) int width,
            @ForAll boolean above,
            @ForAll boolean below,
            @ForAll @IntRange(min = 1, max = 30) int step,
            @ForAll boolean steps,
            @ForAll @IntRange(min = -4600, max = 4600) int value) {
        BigDecimal low = BigDecimal.valueOf(least, 2);
        BigDecimal high = BigDecimal.valueOf(least + width, 2);
        BigDecimal number = BigDecimal.valueOf(value, 2);
        BigDecimal multiple = BigDecimal.valueOf(step, 2);
        String schema = "{\"type\":\"number\",\"%s\":%s,\"%s\":%s%s}"
                .formatted(
                        above ? "exclusiveMinimum" : "minimum",
                        low.toPlainString(),
                        below ? "exclusiveMaximum" : "maximum",
                        high.toPlainString(),
                        steps ? ",\"multipleOf\":" + multiple.toPlainString() : "");
        boolean inside = number.compareTo(low) >= (above ? 1 : 0)
                && number.compareTo(high) <= (below ? -1 : 0)
                && (!steps || number.remainder(multiple).signum() == 0);
        Matcher matcher;
        try {
            matcher = new Matcher(GrammarCompiler.grammar(schema));
        } catch (EngineException e) {
            assertEquals(Code.SCHEMA_UNSUPPORTED, e.code());
            assertFalse(inside, schema);
            return;
        }
        for (String text :
                List.of(number.toPlainString(), number.stripTrailingZeros().toPlainString())) {
            boolean negativeZero = text.startsWith("-0") && number.signum() == 0;
            // Of multiples only what the step has digits for is written.
            boolean written = inside && !negativeZero && !(steps && text.endsWith("0") && text.contains("."));
            if (written || !inside) {
                assertEquals(written, fits(matcher, text), schema + " " + text);
            }
        }
    }

    @Test
    void followsTheKeywordsOfObjects() {
        String counted = """
                {"properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"}},
                 "minProperties":2,"maxProperties":2,"additionalProperties":false}""";
        assertFits(counted, "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", "{\"b\":1,\"c\":2}");
        assertRefusesTexts(counted, "{}", "{\"a\":1}", "{\"a\":1,\"b\":2,\"c\":3}", "{\"b\":1,\"a\":2}");
        String open = """
                {"properties":{"a":{"type":"integer"}},"patternProperties":{"^s":{"type":"string"}},
                 "additionalProperties":{"type":"boolean"},"required":["a","z"]}""";
        assertFits(open, "{\"a\":1,\"z\":true}", "{\"a\":1,\"z\":true,\"sx\":\"t\",\"q\":false,\"ab\":true}");
        assertRefusesTexts(open, "{\"a\":1}", "{\"a\":1,\"z\":true,\"s\":true}", "{\"a\":1,\"z\":true,\"a\":true}");
        assertFits("{\"type\":\"object\"}", "{}", "{\"x\":[{\"y\":null}]}");
        assertFits("{\"type\":\"object\",\"properties\":{\"a\":true}}", "{}", "{\"a\":[]}");
    }

    @Test
    void followsTheKeywordsOfArraysAndCombinations() {
        String pair = "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"items\":false,\"minItems\":1}";
        assertFits(pair, "[1]", "[1,\"x\"]");
        assertRefusesTexts(pair, "[]", "[\"x\"]", "[1,\"x\",2]");
        String merged = """
                {"allOf":[{"$ref":"#/$defs/base"},{"properties":{"n":{"maximum":5}},"required":["n"]}],
                 "$defs":{"base":{"type":"object","properties":{"n":{"type":"integer","minimum":3},"s":{"enum":["x",2]}}}}}""";
        assertFits(merged, "{\"n\":3}", "{\"n\":5,\"s\":2}");
        assertRefusesTexts(merged, "{}", "{\"n\":2}", "{\"n\":6}");
        String tagged = """
                {"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"x":{"type":"integer"}},"required":["k","x"]},
                          {"type":"object","properties":{"k":{"const":"b"}},"required":["k"],"additionalProperties":false},
                          {"type":"null"}]}""";
        assertFits(tagged, "{\"k\":\"a\",\"x\":1}", "{\"k\":\"b\"}", "null");
        assertRefusesTexts(tagged, "{\"k\":\"b\",\"x\":1}", "{\"k\":\"a\"}");
        assertFits("{\"enum\":[1,\"ab\",\"abcd\",null],\"maxLength\":3}", "1", "\"ab\"", "null");
        assertRefusesTexts("{\"enum\":[1,\"ab\",\"abcd\",null],\"maxLength\":3}", "\"abcd\"");
        assertFits(
                "{\"type\":\"object\",\"properties\":{\"c\":{\"allOf\":[{\"$ref\":\"#\"},{\"required\":[\"c\"]}]}}}",
                "{}");
    }

    @Test
    void knowsDatesThatExistOnly() {
        String date = "{\"type\":\"string\",\"format\":\"date\"}";
        assertFits(date, "\"2024-02-29\"", "\"2000-02-29\"", "\"1999-12-31\"");
        assertRefusesTexts(date, "\"2023-02-29\"", "\"1900-02-29\"", "\"2024-04-31\"", "\"2024-13-01\"");
    }

    @Test
    void refusesWhatItCannotKeepWithinBounds() {
        for (String schema : List.of(
                "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]}",
                "{\"$ref\":\"#\",\"minLength\":1}",
                "{\"minimum\":5,\"maximum\":4}",
                "{\"type\":\"string\",\"minLength\":4,\"maxLength\":3}",
                "{\"type\":\"string\",\"pattern\":\"^a$\",\"minLength\":3}",
                "{\"type\":\"array\",\"items\":false,\"minItems\":1}",
                "{\"type\":\"integer\",\"multipleOf\":12345}",
                "{\"type\":\"object\",\"minProperties\":3}",
                "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
                "{\"type\":\"string\",\"maxLength\":99999}",
                "{\"enum\":[]}",
                "{\"a\":1,\"a\":2}",
                "[".repeat(3000),
                "{\"items\":".repeat(150) + "true" + "}".repeat(150),
                "{\"description\":\"" + "x".repeat(70_000) + "\"}")) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> GrammarCompiler.grammar(schema), schema);
            assertEquals(Code.SCHEMA_UNSUPPORTED, refused.code(), refused.getMessage());
        }
    }

    @Test
    void refusesASchemaThatGrowsWithoutMeasure() {
        StringBuilder doubling = new StringBuilder("{\"$ref\":\"#/$defs/d30\",\"$defs\":{\"d0\":{\"type\":\"null\"}");
        for (int i = 1; i <= 30; i++) {
            doubling.append(",\"d%d\":{\"prefixItems\":[%s]}"
                    .formatted(
                            i,
                            "{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"}]}".formatted(i - 1)
                                    + ",{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"}]}".formatted(i - 1)));
        }
        String cases = "{\"allOf\":[%s]}"
                .formatted(String.join(
                        ",",
                        Collections.nCopies(12, "{\"anyOf\":[{\"minimum\":1},{\"maximum\":9},{\"multipleOf\":3}]}")));
        String repeats = "{\"type\":\"array\",\"minItems\":9999,\"items\":{\"type\":\"array\"},\"prefixItems\":[%s]}"
                .formatted(String.join(",", Collections.nCopies(40, "{\"type\":\"string\",\"minLength\":9999}")));
        assertTrue(GrammarCompiler.grammar(doubling + "}}").nodes().size() < 10_000);
        for (String schema : List.of(cases, repeats)) {
            assertThrows(EngineException.class, () -> GrammarCompiler.grammar(schema));
        }
    }

    private static void assertFits(String schema, String... texts) {
        Matcher matcher = new Matcher(GrammarCompiler.grammar(schema));
        for (String text : texts) {
            assertTrue(fits(matcher, text), schema + " " + text);
        }
    }

    private static void assertRefusesTexts(String schema, String... texts) {
        Matcher matcher = new Matcher(GrammarCompiler.grammar(schema));
        for (String text : texts) {
            assertFalse(fits(matcher, text), schema + " " + text);
        }
    }

    private static boolean fits(Matcher matcher, String text) {
        return matcher.fits(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Random bytes that the grammar takes; after a while along the shortest way to the end. */
    private static String walk(Matcher matcher, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MatchState state = matcher.start();
        while (!state.complete || (!state.places.isEmpty() && out.size() < 60 && random.nextInt(3) > 0)) {
            int symbol = matcher.towardsTheEnd(state);
            if (out.size() < 60) {
                List<Integer> possible = new ArrayList<>();
                for (int value = 0; value < 256; value++) {
                    if (!matcher.step(state, value).dead()) {
                        possible.add(value);
                    }
                }
                symbol = possible.get(random.nextInt(possible.size()));
            } else {
                assertEquals(state.cost - 1, matcher.step(state, symbol).cost, "the way to the end grows shorter");
            }
            out.write(symbol);
            state = matcher.step(state, symbol);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
