package dev.cloister.retrieval.sentence;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits text into sentences by the Unicode rules (UAX 29, section 5), with the breaks mended that follow common
 * abbreviations and initials. A blank line, a Markdown heading and a list item always begin anew.
 */
public final class Sentences {

    private static final Pattern HARD_BREAK =
            Pattern.compile("\\n[ \\t\\r]*\\n\\s*|\\n(?=[ \\t]*(?:#{1,6} |[-*+] |\\d{1,3}[.)] ))");
    private static final Pattern HEADING_END = Pattern.compile("(?m)^#{1,6} .*$\\n?");
    private static final Pattern ENDS_IN_ABBREVIATION = Pattern.compile(
            "(?:^|[\\s(\\[\"'])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|Nr|vol|pp?|cf|vs|etc|approx|ca|e\\.g|i\\.e|al|Inc|Ltd|Co|Fig|Eq|Sec|Art)\\.\\s*$");

    private Sentences() {}

    /** The sentences in order, without the white space around them; empty for blank text. */
    public static List<Span> of(String text) {
        List<Span> sentences = new ArrayList<>();
        for (Span block : blocks(text)) {
            split(text, block, sentences);
        }
        return List.copyOf(sentences);
    }

    private static List<Span> blocks(String text) {
        List<Integer> cuts = new ArrayList<>();
        for (Pattern pattern : List.of(HARD_BREAK, HEADING_END)) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                cuts.add(matcher.end());
            }
        }
        cuts.add(text.length());
        List<Span> blocks = new ArrayList<>();
        int start = 0;
        for (int cut : cuts.stream().sorted().distinct().toList()) {
            blocks.add(new Span(start, cut));
            start = cut;
        }
        return blocks;
    }

    private static void split(String text, Span block, List<Span> sentences) {
        String content = block.of(text);
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(content);
        int start = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            boolean last = end == content.length();
            if (last
                    || !ENDS_IN_ABBREVIATION
                            .matcher(content.substring(start, end))
                            .find()) {
                addTrimmed(text, block.start() + start, block.start() + end, sentences);
                start = end;
            }
        }
    }

    private static void addTrimmed(String text, int start, int end, List<Span> sentences) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        if (from < to) {
            sentences.add(new Span(from, to));
        }
    }
}
