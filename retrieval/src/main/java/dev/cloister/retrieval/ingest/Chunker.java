package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Sentences;
import dev.cloister.retrieval.sentence.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into passages of whole sentences, about {@link #TARGET_WORDS} words each. Neighbours on a page share
 * their border sentence where it is short, so that a fact and its antecedent stay together. No passage crosses a page
 * or a Markdown heading or has more than 2,000 chars; a sentence longer than {@link #TARGET_WORDS} words is cut between
 * words.
 */
public final class Chunker {

    /** A passage is closed at the first sentence end from here on. */
    public static final int TARGET_WORDS = 120;

    /** No passage has more words than this. */
    public static final int MAX_WORDS = 200;

    private static final int OVERLAP_WORDS = 30;
    private static final int MAX_CHARS = 2000;

    private Chunker() {}

    /**
     * The passages in the text's order; none for blank text.
     *
     * @param type tells whether a line of the text may be a heading
     */
    public static List<Passage> passages(String documentId, DocumentType type, DocumentText content) {
        List<Passage> passages = new ArrayList<>();
        Headings headings = new Headings();
        for (int page = 1; page <= content.pages().size(); page++) {
            List<Span> open = new ArrayList<>();
            for (Span sentence : sentences(content, content.pages().get(page - 1))) {
                String text = sentence.of(content.text());
                if (type.hasHeadings() && Headings.isHeading(text)) {
                    close(documentId, content, page, headings, open, passages);
                    open.clear();
                    headings.enter(text);
                }
                if (!open.isEmpty() && overflows(open, sentence, content)) {
                    close(documentId, content, page, headings, open, passages);
                    open.clear();
                }
                open.add(sentence);
                if (words(open, content) >= TARGET_WORDS) {
                    close(documentId, content, page, headings, open, passages);
                    keepOverlap(open, content);
                }
            }
            close(documentId, content, page, headings, open, passages);
        }
        return List.copyOf(passages);
    }

    private static boolean overflows(List<Span> open, Span next, DocumentText content) {
        return words(open, content) + words(next.of(content.text())) > MAX_WORDS
                || next.end() - open.getFirst().start() > MAX_CHARS;
    }

    private static void close(
            String documentId,
            DocumentText content,
            int page,
            Headings headings,
            List<Span> sentences,
            List<Passage> passages) {
        // What is open may be no more than the overlap with the passage before.
        boolean holdsNews = !sentences.isEmpty()
                && (passages.isEmpty()
                        || passages.getLast().span().end() < sentences.getLast().end());
        if (holdsNews) {
            Span span =
                    new Span(sentences.getFirst().start(), sentences.getLast().end());
            passages.add(new Passage(
                    documentId + "#" + passages.size(),
                    documentId,
                    page,
                    span,
                    headings.path(),
                    span.of(content.text())));
        }
    }

    private static void keepOverlap(List<Span> open, DocumentText content) {
        Span last = open.getLast();
        open.clear();
        if (words(last.of(content.text())) <= OVERLAP_WORDS) {
            open.add(last);
        }
    }

    private static List<Span> sentences(DocumentText content, Span page) {
        List<Span> sentences = new ArrayList<>();
        for (Span sentence : Sentences.of(page.of(content.text()))) {
            cutLong(content.text(), page.start() + sentence.start(), page.start() + sentence.end(), sentences);
        }
        return sentences;
    }

    private static void cutLong(String text, int start, int end, List<Span> sentences) {
        int from = start;
        int words = 0;
        for (int i = start; i < end; i++) {
            boolean endsWord = !Character.isWhitespace(text.charAt(i))
                    && (i + 1 == end || Character.isWhitespace(text.charAt(i + 1)));
            words += endsWord ? 1 : 0;
            boolean full = endsWord && words == TARGET_WORDS;
            boolean overlong = i + 1 - from >= MAX_CHARS && !Character.isHighSurrogate(text.charAt(i));
            if (full || overlong) {
                sentences.add(new Span(from, i + 1));
                from = i + 1;
                while (from < end && Character.isWhitespace(text.charAt(from))) {
                    from++;
                }
                i = from - 1;
                words = 0;
            }
        }
        if (from < end) {
            sentences.add(new Span(from, end));
        }
    }

    private static int words(List<Span> sentences, DocumentText content) {
        return sentences.stream()
                .mapToInt(sentence -> words(sentence.of(content.text())))
                .sum();
    }

    private static int words(String text) {
        int count = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            if (!blank && !inside) {
                count++;
            }
            inside = !blank;
        }
        return count;
    }
}
