package dev.cloister.sandbox.egress.secret;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamSearchTest {

    private static final String SECRET = "sk-Live/9+q=\"7xZ";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void findsEachFormWhereverTheStreamIsCut(int piece) {
        byte[] bytes = SECRET.getBytes(StandardCharsets.US_ASCII);
        for (String form : List.of(
                SECRET,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("a:" + SECRET).getBytes(StandardCharsets.US_ASCII)),
                Base64.getEncoder().encodeToString(("ab" + SECRET + "cd").getBytes(StandardCharsets.US_ASCII)),
                Base64.getUrlEncoder().encodeToString(("x" + SECRET).getBytes(StandardCharsets.US_ASCII)),
                URLEncoder.encode(SECRET, StandardCharsets.US_ASCII),
                new String(SECRET.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                "sk-Live/9+q=\\\"7xZ",
                "sk-Live\\/9+q=\\\"7xZ")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            EgressRefusal refusal = assertThrows(
                    EgressRefusal.class,
                    () -> pass("before " + form + " after", SecretForms.of(SECRET), piece, out),
                    form);
            assertEquals(EgressVerdict.SECRET_RETURNED, refusal.verdict());
            assertFalse(out.toString(StandardCharsets.US_ASCII).contains(form));
        }
    }

    @Property
    void passesOnTheSameBytesOrStopsBeforeTheText(
            @ForAll @Size(max = 300) List<@CharRange(from = 'a', to = 'c') Character> letters,
            @ForAll @StringLength(min = 1, max = 5) @CharRange(from = 'a', to = 'c') String first,
            @ForAll @StringLength(min = 1, max = 5) @CharRange(from = 'a', to = 'c') String second,
            @ForAll @IntRange(min = 1, max = 20) int piece)
            throws IOException {
        StringBuilder all = new StringBuilder();
        letters.forEach(all::append);
        String text = all.toString();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean there = text.contains(first) || text.contains(second);
        try {
            pass(text, new TreeSet<>(List.of(first, second)), piece, out);
            assertFalse(there);
            assertEquals(text, out.toString(StandardCharsets.US_ASCII));
        } catch (EgressRefusal e) {
            assertTrue(there);
            String passed = out.toString(StandardCharsets.US_ASCII);
            assertTrue(text.startsWith(passed));
            assertFalse(passed.contains(first) || passed.contains(second));
        }
    }

    private static void pass(String text, Set<String> texts, int piece, ByteArrayOutputStream out) throws IOException {
        StreamSearch search =
                new StreamSearch(out, texts, () -> new EgressRefusal(EgressVerdict.SECRET_RETURNED, "found"));
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += piece) {
            search.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        search.finish();
    }
}
