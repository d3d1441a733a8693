package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.template.LibraryOracle;
import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Our grammars of JSON Schemas beside the library's own, on texts without white space. */
class LibrarySchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, List<String>> CASES = Map.of(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\"}},\"required\":[\"a\",\"b\"],\"additionalProperties\":false}",
            List.of(
                    "{\"a\":\"x\",\"b\":1}",
                    "{\"a\":\"x\"}",
                    "{\"b\":1,\"a\":\"x\"}",
                    "{\"a\":1,\"b\":1}",
                    "{\"a\":\"x\",\"b\":1.5}",
                    "{\"a\":\"\",\"b\":-7}",
                    "{\"a\":\"x\",\"b\":1,\"c\":1}",
                    "{}",
                    "[]",
                    ""),
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"},\"b\":{\"type\":\"null\"}},\"required\":[\"a\"],\"additionalProperties\":false}",
            List.of("{\"a\":true}", "{\"a\":false,\"b\":null}", "{\"b\":null}", "{\"a\":null}", "{\"a\":true,}"),
            "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":3}",
            List.of("[1]", "[1,2,3]", "[]", "[1,2,3,4]", "[1,]", "[\"1\"]", "[-1,0]", "[01]"),
            "{\"enum\":[\"red\",\"green\",3,null]}",
            List.of("\"red\"", "\"green\"", "3", "null", "\"blue\"", "red", "\"re\""),
            "{\"const\":\"x\"}",
            List.of("\"x\"", "\"y\"", "x"),
            "{\"anyOf\":[{\"type\":\"string\",\"maxLength\":2},{\"type\":\"integer\",\"minimum\":0,\"maximum\":12}]}",
            List.of("\"ab\"", "\"abc\"", "0", "12", "13", "-1", "7", "\"\"", "true"),
            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":3}",
            List.of("\"a\"", "\"abc\"", "\"\"", "\"abcd\"", "\"\\n\"", "\"é\"", "\"a", "\"\\x\""),
            "{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},\"next\":{\"$ref\":\"#/$defs/node\"}},\"required\":[\"v\"],\"additionalProperties\":false,\"$defs\":{\"node\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},\"next\":{\"$ref\":\"#/$defs/node\"}},\"required\":[\"v\"],\"additionalProperties\":false}}}",
            List.of(
                    "{\"v\":1}",
                    "{\"v\":1,\"next\":{\"v\":2}}",
                    "{\"v\":1,\"next\":{}}",
                    "{\"v\":1,\"next\":{\"v\":2,\"next\":{\"v\":3}}}"));

    @Test
    void takesTheTextsThatTheLibraryTakes() throws Exception {
        List<String> different = new ArrayList<>();
        int texts = 0;
        try (LibraryOracle library = new LibraryOracle(Downloads.compiled("src/test/cpp/library-oracle.cpp"))) {
            for (var each : CASES.entrySet()) {
                ObjectNode question = JSON.createObjectNode();
                question.set("schema", JSON.readTree(each.getKey()));
                each.getValue().forEach(question.putArray("texts")::add);
                JsonNode opinion = library.ask(question);
                Matcher ours = new Matcher(GrammarCompiler.grammar(each.getKey()));
                for (int i = 0; i < each.getValue().size(); i++) {
                    texts++;
                    String text = each.getValue().get(i);
                    boolean fits = ours.fits(text.getBytes(StandardCharsets.UTF_8));
                    if (fits != opinion.path("fits").path(i).asBoolean()) {
                        different.add(each.getKey() + " " + text + ": " + fits + " here, " + opinion);
                    }
                }
            }
        }
        System.out.printf("%d schemas, %d texts, %d different.%n", CASES.size(), texts, different.size());
        assertEquals(List.of(), different);
    }
}
