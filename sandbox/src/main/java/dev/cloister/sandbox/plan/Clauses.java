package dev.cloister.sandbox.plan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * The places at which a request may be cut into parts: ends of sentences, "then", semicolons, "and", commas. What stands in
 * quotation marks, in a fence or a quote of Markdown, or behind a colon at the end of a line was maybe written by somebody
 * else: it is never cut, so that no part of it becomes a wish of the user's.
 *
 * @param pieces the text between the places; joined with what stood between them they are the text
 */
record Clauses(String text, List<Piece> pieces) {

    /** Cutting at more places costs an embedding for each run of pieces. */
    private static final int MOST_PIECES = 5;

    private static final Pattern PLACES = Pattern.compile(
            "(?:\\s*[,;]?\\s+(?:and\\s+)?then,?\\s+|[.!?]\\s+(?:(?:and\\s+)?then,?\\s+)?|\\s*;\\s*|\\s*,?\\s+and\\s+(?:also\\s+)?|,\\s+)",
            Pattern.CASE_INSENSITIVE);

    private static final String SENTENCE_END = ".!?";

    /** Spans that quote. */
    private static final Pattern QUOTED = Pattern.compile(
            "```(?:[^`]|`[^`]|``[^`])*(?:```|$)|\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)"
                    + "|(?:^|\\n)[ \\t]*>[^\\n]*|:[ \\t]*\\n(?s:.*)$");

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
        List<int[]> quoted = quoted(text);
        Matcher places = PLACES.matcher(text);
        int start = 0;
        while (pieces.size() < MOST_PIECES - 1 && places.find()) {
            if (places.start() > start && places.end() < text.length() && !within(quoted, places.start())) {
                // A question without its question mark is much less like the questions that a tool was registered with.
                int end = places.start() + (SENTENCE_END.indexOf(text.charAt(places.start())) >= 0 ? 1 : 0);
                pieces.add(new Piece(start, end, CLEAR.matcher(places.group()).find()));
                start = places.end();
            }
        }
        pieces.add(new Piece(start, text.length(), true));
        return new Clauses(text, pieces);
    }

    private static List<int[]> quoted(String text) {
        List<int[]> spans = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            spans.add(new int[] {matcher.start(), matcher.end()});
        }
        return spans;
    }

    private static boolean within(List<int[]> spans, int place) {
        return spans.stream().anyMatch(span -> span[0] <= place && place < span[1]);
    }

    /** The words from one piece to another, both included, with all that stands between. */
    Clause run(int first, int last) {
        return Clause.of(
                text.substring(pieces.get(first).start(), pieces.get(last).end())
                        .strip());
    }
}
