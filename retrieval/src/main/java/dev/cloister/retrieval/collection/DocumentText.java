package dev.cloister.retrieval.collection;

import dev.cloister.retrieval.sentence.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole text of a document.
 *
 * @param text all pages, one after the other
 * @param pages where each page lies in the text, in order; at least one
 */
public record DocumentText(String text, List<Span> pages) {

    private static final String BETWEEN_PAGES = "\n\n";

    public DocumentText {
        pages = List.copyOf(pages);
        if (pages.isEmpty()) {
            throw new IllegalArgumentException("A document has at least one page.");
        }
    }

    /** Joins pages with a blank line between them. */
    public static DocumentText ofPages(List<String> pages) {
        StringBuilder text = new StringBuilder();
        List<Span> spans = new ArrayList<>();
        for (String page : pages) {
            if (!spans.isEmpty()) {
                text.append(BETWEEN_PAGES);
            }
            spans.add(new Span(text.length(), text.length() + page.length()));
            text.append(page);
        }
        return new DocumentText(text.toString(), spans);
    }
}
