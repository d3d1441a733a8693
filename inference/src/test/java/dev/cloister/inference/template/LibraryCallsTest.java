package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.tool.CallFormat;
import dev.cloister.inference.tool.CallParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our call formats beside the library's own tool grammars and parsers, template by template. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryCallsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Tool> TOOLS = List.of(
            new Tool(
                    "get_weather",
                    "Tells the weather.",
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}},\"required\":[\"city\",\"days\"]}"),
            new Tool(
                    "get_time",
                    "Tells the time.",
                    "{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"}},\"required\":[\"zone\"]}"));
    private static final String WEATHER = "{\"city\": \"Rome {\\\"x\\\"} ]\", \"days\": 3}";
    private static final String TIME = "{\"zone\": \"UTC\"}";

    /** Where the library's own analysis sees no ids, no calls, or one call at most, in what the template shows. */
    private static final List<String> ELSEWISE = List.of(
            "Mistral-Small-3.2-24B-Instruct-2506",
            "upstage-Solar-Open-100B",
            "MiniMax-M1 2",
            "MiniMax-M2 2",
            "deepseek-ai-DeepSeek-V3.2");

    private final TemplateProcess renderer = new TemplateProcess(Downloads.templateProgram());
    private final TemplateProcess library = new TemplateProcess(Downloads.compiled("src/test/cpp/library-oracle.cpp"));

    @AfterAll
    void close() {
        renderer.close();
        library.close();
    }

    private record Case(String text, List<ToolCall> calls) {}

    @Test
    void agreesWithTheLibraryOnWhatIsACall() {
        List<String> unread = new ArrayList<>();
        List<String> unfit = new ArrayList<>();
        int formats = 0;
        int cases = 0;
        for (var each : LibraryTemplates.all().entrySet()) {
            JinjaTemplate template = JinjaTemplate.read(renderer, each.getValue(), "<s>", "</s>");
            Structure structure = Structure.of(LibraryTemplates.special(each.getValue()), each.getValue());
            ToolDialect dialect = DialectProbe.of(template, structure, LibraryTemplates.TURN_ENDS);
            if (!dialect.inHistory()) {
                continue;
            }
            formats++;
            List<Case> texts = cases(dialect.format());
            JsonNode opinion = library.ask(
                    question(template, each.getValue(), dialect.format().parallel(), texts));
            for (int i = 0; i < texts.size(); i++) {
                cases++;
                String where = each.getKey() + " " + i + ": " + texts.get(i).text();
                if (!opinion.path("fits").path(i).asBoolean()) {
                    unfit.add(where + " " + opinion.path("broken").asText());
                }
                if (!same(texts.get(i).calls(), opinion.path("read").path(i).path("calls"))) {
                    unread.add(where + " -> " + opinion.path("read").path(i));
                }
            }
        }
        unread.removeIf(one -> ELSEWISE.stream().anyMatch(one::startsWith));
        unfit.removeIf(one -> ELSEWISE.stream().anyMatch(one::startsWith));
        System.out.printf(
                "%d formats, %d texts beside the library's: %d are read otherwise, %d do not fit its grammars (%s aside).%n",
                formats, cases, unread.size(), unfit.size(), ELSEWISE);
        assertTrue(formats >= 53, formats + " formats");
        assertEquals(List.of(), unread);
        assertEquals(List.of(), unfit);
    }

    private static List<Case> cases(CallFormat format) {
        String rest = format.openingBehindTrigger();
        String opening = format.opening();
        String closing = format.closing();
        List<String> texts = new ArrayList<>();
        texts.add("get_weather" + format.between() + format.arguments().written(WEATHER) + closing);
        texts.add("get_time" + format.between() + format.arguments().written(TIME) + closing);
        if (format.parallel()) {
            texts.add("get_time" + format.between() + format.arguments().written(TIME) + format.next() + "get_weather"
                    + format.between() + format.arguments().written(WEATHER) + closing);
        }
        CallParser parser = new CallParser(format, TOOLS);
        return texts.stream()
                .map(text -> text.replace(String.valueOf(CallFormat.ID), "abc123def"))
                .map(text -> new Case(
                        opening.replace(String.valueOf(CallFormat.ID), "abc123def") + text,
                        parser.parse(rest.replace(String.valueOf(CallFormat.ID), "abc123def") + text)))
                .toList();
    }

    private static ObjectNode question(JinjaTemplate template, String source, boolean parallel, List<Case> texts) {
        Structure structure = Structure.of(LibraryTemplates.special(source), source);
        ObjectNode globals = new ChatGlobals(template.abilities(), Guard.of(structure, ""))
                .of(List.of(ChatMessage.user("Weather and time?")), TOOLS, true);
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("template", source).put("parallel", parallel);
        question.putArray("messages").addObject().put("role", "user").put("content", "Weather and time?");
        question.set("tools", globals.path("tools"));
        var all = question.putArray("texts");
        texts.forEach(one -> all.add(one.text()));
        return question;
    }

    private static boolean same(List<ToolCall> ours, JsonNode theirs) {
        if (ours.size() != theirs.size() || ours.isEmpty()) {
            return false;
        }
        try {
            for (int i = 0; i < ours.size(); i++) {
                JsonNode call = theirs.path(i);
                boolean equal = ours.get(i).tool().equals(call.path("name").asText())
                        && JSON.readTree(ours.get(i).arguments())
                                .equals(JSON.readTree(call.path("arguments").asText()));
                if (!equal) {
                    return false;
                }
            }
            return true;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return false;
        }
    }
}
