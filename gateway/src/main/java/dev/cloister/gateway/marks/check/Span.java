package dev.cloister.gateway.marks.check;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.detect.Passage;
import dev.cloister.watermark.text.Reading;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of text that bears a mark.
 *
 * @param start in UTF-16 units
 * @param end after its last
 * @param scheme the scheme's name
 * @param keyId the public name of the key
 */
public record Span(int start, int end, String scheme, String keyId) {

    static Span of(Passage passage, Reading reading, int[] tokens, Engine engine) {
        int[] places = places(reading.text(), engine.pieces(tokens));
        return new Span(
                reading.origin(places[passage.from()]),
                reading.origin(places[passage.to()]),
                passage.scheme(),
                passage.keyId());
    }

    /** Where each token begins in the text, and the end; tokens are bytes of UTF-8. */
    private static int[] places(String text, List<byte[]> pieces) {
        int[] places = new int[pieces.size() + 1];
        Arrays.fill(places, text.length());
        int place = 0;
        long bytes = 0;
        long begins = 0;
        for (int token = 0; token < pieces.size(); token++) {
            while (bytes < begins && place < text.length()) {
                int c = text.codePointAt(place);
                bytes += utf8(c);
                place += Character.charCount(c);
            }
            places[token] = place;
            begins += pieces.get(token).length;
        }
        return places;
    }

    private static int utf8(int c) {
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < 0x10000 ? 3 : 4;
    }
}
