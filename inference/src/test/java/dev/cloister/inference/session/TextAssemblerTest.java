package dev.cloister.inference.session;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class TextAssemblerTest {

    @Property
    void givesBackTheTextHoweverItIsCut(@ForAll @IntRange(min = 1, max = 5) int piece) {
        String text = "Grüße, 世界 🌍!";
        assertEquals(text, assemble(text, piece, List.of("never")));
    }

    @Property
    void endsBeforeTheFirstStopText(
            @ForAll @StringLength(max = 12) @net.jqwik.api.constraints.Chars({'a', 'b', 'c'}) String text,
            @ForAll @NotBlank @StringLength(min = 1, max = 3) @net.jqwik.api.constraints.Chars({'a', 'b', 'c'})
                    String stop,
            @ForAll @IntRange(min = 1, max = 3) int piece) {
        int at = text.indexOf(stop);
        assertEquals(at < 0 ? text : text.substring(0, at), assemble(text, piece, List.of(stop)));
    }

    @Property
    void neverReleasesHalfACharacter(@ForAll @StringLength(max = 8) String text) {
        String known = text.codePoints()
                .filter(Character::isValidCodePoint)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String assembled = assemble(known, 1, List.of());
        assertEquals(known, assembled);
        assertFalse(assembled.contains("\uFFFD") && !known.contains("\uFFFD"));
    }

    @Property
    void endsBeforeTheFirstOfSeveralStopTextsHoweverTheirCharactersAreCut(
            @ForAll("foreign") String text,
            @ForAll("foreign") String before,
            @ForAll @IntRange(min = 1, max = 4) int piece) {
        List<String> stops = List.of("世é", "🌍", "\n\n");
        String stopped = before + "世é" + text;
        int first = stops.stream()
                .mapToInt(stopped::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElseThrow();
        assertEquals(stopped.substring(0, first), assemble(stopped, piece, stops));
    }

    @Provide
    Arbitrary<String> foreign() {
        return Arbitraries.of("世", "é", "a", "🌍", "\n", "界")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static String assemble(String text, int piece, List<String> stops) {
        TextAssembler assembler = new TextAssembler(stops);
        StringBuilder out = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length && !assembler.stopped(); from += piece) {
            out.append(assembler.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece))));
        }
        return out + assembler.end();
    }
}
