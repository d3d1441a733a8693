package dev.cloister.sandbox.json;

import dev.cloister.sandbox.SandboxException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JsonTest {

    @Property
    void readsBackAnyTextThatItWrote(@ForAll String text) {
        Json.Obj written = Json.object().with(text, text);

        assertEquals(written, Json.parse(written.text()));
    }

    @Property
    void writesOneLine(@ForAll String text) {
        assertEquals(-1, new Json.Str(text + "\n").text().indexOf('\n'));
    }

    @Property
    void readsOrRefusesWhateverComes(@ForAll String text) {
        try {
            Json value = Json.parse(text);
            assertEquals(value, Json.parse(value.text()));
        } catch (SandboxException e) {
            assertEquals(SandboxException.Code.MESSAGE_INVALID, e.code());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "'a'",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "NaN",
                "truth",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "1 2",
                "[1]]",
                "\"open",
                "-",
                "nul"
            })
    void refusesWhatIsNotJson(String text) {
        assertThrows(SandboxException.class, () -> Json.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0.5", "1e10", "[]", "{}", "[[],{}]", "null", "true", "false", "\"\\u00e9\"", " [ 1 , 2 ] "
            })
    void readsWhatIsJson(String text) {
        Json value = Json.parse(text);

        assertEquals(value, Json.parse(value.text()));
    }

    @Test
    void refusesDeepNesting() {
        assertThrows(SandboxException.class, () -> Json.parse("[".repeat(10_000)));
    }
}
