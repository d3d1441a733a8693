package dev.cloister.watermark.detect;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class LongTextTest {

    @Property(tries = 100)
    void piecesJoinToTheTextAndAreShort(@ForAll @StringLength(max = 5000) String text) {
        List<String> pieces = LongText.pieces(text);
        assertEquals(text, String.join("", pieces));
        assertTrue(pieces.stream().allMatch(piece -> !piece.isEmpty() && piece.length() <= 1000));
    }

    @Test
    void cutsBetweenWordsAndNeverInsideACharacter() {
        List<String> words = LongText.pieces("word ".repeat(1000).strip());
        assertTrue(words.stream().skip(1).allMatch(piece -> piece.startsWith(" word")));
        List<String> faces = LongText.pieces("x" + "\ud83d\ude00".repeat(2000));
        assertTrue(faces.stream().noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1))));
    }
}
