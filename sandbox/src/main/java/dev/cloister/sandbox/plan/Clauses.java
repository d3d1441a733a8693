package dev.cloister.sandbox.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places at which a request may be cut into parts: ends of sentences, "then", semicolons, "and", commas.
 *
 * @param pieces the text between the places; joined with what stood between them they are the text
 */
record Clauses(String text, List<Piece> pieces) {

    /** Cutting at more places costs an embedding for each run of pieces. */
    private static final int MOST_PIECES = 5;

    private static final Pattern PLACES = Pattern.compile(
            "(?:\\s*[,;]?\\s+(?:and\\s+)?then,?\\s+|[.!?]\\s+|\\s*;\\s*|\\s*,?\\s+and\\s+(?:also\\s+)?|,\\s+)",
            Pattern.CASE_INSENSITIVE);

    /** Places after which something new begins, whatever it is. */
    private static final Pattern CLEAR = Pattern.compile("then|[.!?;]", Pattern.CASE_INSENSITIVE);

    /**
     * A piece of the text.
     *
     * @param clear whether what stands behind it says that something new begins
     */
    record Piece(int start, int end, boolean clear) {}

    static Clauses of(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher places = PLACES.matcher(text);
        int start = 0;
        while (pieces.size() < MOST_PIECES - 1 && places.find()) {
            if (places.start() > start && places.end() < text.length()) {
                pieces.add(new Piece(
                        start, places.start(), CLEAR.matcher(places.group()).find()));
                start = places.end();
            }
        }
        pieces.add(new Piece(start, text.length(), true));
        return new Clauses(text, pieces);
    }

    /** The words from one piece to another, both included, with all that stands between. */
    Clause run(int first, int last) {
        return Clause.of(
                text.substring(pieces.get(first).start(), pieces.get(last).end())
                        .strip());
    }
}
