package dev.cloister.inference.template;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TemplateFuzzTest {

    private static final TemplateProcess PROCESS = new TemplateProcess(Downloads.templateProgram());
    private static final List<String> SOURCES =
            List.copyOf(LibraryTemplates.all().values());
    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            " if ",
            " for x in messages ",
            "endif",
            "endfor",
            "(",
            ")",
            "[",
            "]",
            "'",
            "\"",
            "|",
            "tojson",
            "messages",
            ".",
            "-1",
            "~",
            "*",
            "999999",
            " not ",
            "\0",
            "\u00e9",
            "{%- set x = x ~ x %}");
    private static final Set<EngineException.Code> REFUSALS =
            Set.of(EngineException.Code.TEMPLATE_UNKNOWN, EngineException.Code.INVALID_REQUEST);

    @AfterContainer
    static void close() {
        PROCESS.close();
    }

    @Property(tries = 150)
    void rendersOrRefusesAnyEditedTemplate(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int edits) {
        Random random = new Random(seed);
        StringBuilder source = new StringBuilder(SOURCES.get(random.nextInt(SOURCES.size())));
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(source.length());
            int end = Math.min(source.length(), at + random.nextInt(1 + random.nextInt(40)));
            source.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
        }
        try {
            String text = render(source.toString());
            assertTrue(text.length() < 1 << 25);
        } catch (EngineException e) {
            assertTrue(REFUSALS.contains(e.code()));
            assertFalse(String.valueOf(e.getMessage()).isBlank());
        }
    }

    @Property(tries = 4)
    void refusesNestingWithoutEnd(@ForAll @IntRange(min = 0, max = 3) int kind) {
        int depth = 200_000;
        String source =
                switch (kind) {
                    case 0 -> "{{ " + "(".repeat(depth) + "1" + ")".repeat(depth) + " }}";
                    case 1 -> "{% if true %}".repeat(depth) + "{% endif %}".repeat(depth);
                    case 2 -> "{{ " + "[".repeat(depth) + "]".repeat(depth) + " }}";
                    default -> "{{ " + "not ".repeat(depth) + "1 }}";
                };
        EngineException refused = assertThrows(EngineException.class, () -> render(source));
        assertEquals(EngineException.Code.TEMPLATE_UNKNOWN, refused.code());
        assertEquals("Hi", render("{{ messages[0]['content'] }}"));
    }

    private static String render(String source) {
        JinjaTemplate template = JinjaTemplate.read(PROCESS, source, "<s>", "</s>");
        Structure structure = Structure.of(LibraryTemplates.special(source), source);
        var globals = new ChatGlobals(template.abilities(), Guard.of(structure, ""))
                .of(List.of(ChatMessage.user("Hi")), List.of(), true);
        StringBuilder text = new StringBuilder();
        template.render(globals).forEach(part -> text.append(part.text()));
        return text.toString();
    }
}
