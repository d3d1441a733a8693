package dev.cloister.watermark.text;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ReadingsTest {

    private static final String PLAIN = "The keeper hung his coat on the hook, lit the lamp, and read the long list.";

    @Test
    void anUntouchedTextIsReadOnce() {
        assertEquals(List.of(PLAIN), texts(PLAIN));
        assertEquals(List.of(""), texts(""));
    }

    @Test
    void undoesWhatAReaderDoesNotSee() {
        assertRead(PLAIN, PLAIN.replace("e", "e\u200b").replace("a", "a\ufe0f"));
        assertRead(PLAIN, PLAIN.replace(' ', '\u00a0'));
        assertRead(PLAIN, PLAIN.replace(" ", " \u2009 "));
        assertRead(PLAIN, PLAIN.replace('e', '\u0435').replace('o', '\u03bf'));
        assertRead(PLAIN, PLAIN.replace("fi", "\ufb01").replace("T", "\uff34"));
        assertRead("caf\u00e9 na\u00efve", "cafe\u0301 nai\u0308ve");
    }

    @Test
    void joinsWrappedLinesAndLeavesLists() {
        String wrapped = "The keeper hung his coat on the hook, lit the lamp,\nand read the long list.\n\n- one\n- two";
        assertTrue(
                texts(wrapped).contains(wrapped.replace("lamp,\nand", "lamp, and")),
                texts(wrapped).toString());
    }

    @Test
    void readsShoutingInSmallLetters() {
        assertTrue(texts(PLAIN.toUpperCase(Locale.ROOT)).contains(PLAIN.toLowerCase(Locale.ROOT)));
    }

    @Test
    void otherAlphabetsStayAsTheyAre() {
        String russian = "Архивариус повесил пальто на крюк и зажёг лампу.";
        assertEquals(List.of(russian), texts(russian));
        String mixed = russian + " It was a long day.";
        assertTrue(texts(mixed).stream().allMatch(reading -> reading.startsWith(russian)));
    }

    @Test
    void knowsWhereAPlaceComesFrom() {
        String changed = "a\u200b\u200bb  c\ufb01";
        Reading reading = Readings.of(changed).get(1);
        assertEquals("ab cfi", reading.text());
        assertEquals(3, reading.origin(1));
        assertEquals(4, reading.origin(2));
        assertEquals(6, reading.origin(3));
        assertEquals(7, reading.origin(4));
        assertEquals(7, reading.origin(5));
        assertEquals(changed.length(), reading.origin(6));
    }

    @Property(tries = 300)
    void everyTextHasReadingsWhosePlacesLieInIt(@ForAll String text) {
        for (Reading reading : Readings.of(text)) {
            int before = 0;
            for (int place = 0; place <= reading.text().length(); place++) {
                assertTrue(reading.origin(place) >= before && reading.origin(place) <= text.length());
                before = reading.origin(place);
            }
        }
    }

    private static void assertRead(String expected, String changed) {
        assertTrue(texts(changed).contains(expected), () -> texts(changed).toString());
    }

    private static List<String> texts(String text) {
        return Readings.of(text).stream().map(Reading::text).toList();
    }
}
