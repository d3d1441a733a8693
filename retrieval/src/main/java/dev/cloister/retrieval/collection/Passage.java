package dev.cloister.retrieval.collection;

import dev.cloister.retrieval.sentence.Span;

/**
 * A stretch of a document that is found and cited as one.
 *
 * @param id unique in the tenant: the document's id and the passage's number
 * @param documentId the document it is part of
 * @param page the page it lies on, from 1
 * @param span where it lies in the document's text
 * @param heading the headings above it, outermost first, joined by " > "; empty where there are none
 * @param text exactly the document's text at the span
 */
public record Passage(String id, String documentId, int page, Span span, String heading, String text) {

    /** What is embedded and indexed: the passage under its headings. */
    public String searchable() {
        return heading.isEmpty() ? text : heading + "\n" + text;
    }
}
