package dev.cloister.retrieval.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file is taken for. */
public enum DocumentType {
    TEXT,
    MARKDOWN,
    PDF;

    private static final int HEADER_WITHIN = 1024;

    /** PDF by its header or its name, Markdown by its name, text otherwise. The parser has the last word. */
    public static DocumentType of(String name, byte[] content) {
        String lower = name.toLowerCase(Locale.ROOT);
        String head = new String(content, 0, Math.min(HEADER_WITHIN, content.length), StandardCharsets.ISO_8859_1);
        if (head.contains("%PDF-") || lower.endsWith(".pdf")) {
            return PDF;
        }
        return lower.endsWith(".md") || lower.endsWith(".markdown") ? MARKDOWN : TEXT;
    }
}
