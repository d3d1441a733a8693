package dev.cloister.retrieval.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a file is taken for. */
public enum DocumentType {
    TEXT("text/plain"),
    MARKDOWN("text/markdown"),
    PDF("application/pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    HTML("text/html");

    private static final int HEADER_WITHIN = 1024;
    private static final String ZIP_HEADER = "PK\u0003\u0004";
    private static final Pattern HTML_START =
            Pattern.compile("(?i)(?:\u00ef\u00bb\u00bf)?\\s*(?:<\\?xml[^>]*>\\s*)?<(?:!doctype\\s+html|html)\\b");

    private final String mediaType;

    DocumentType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Its media type as IANA lists it. */
    public String mediaType() {
        return mediaType;
    }

    /**
     * By its first bytes where these tell, or else by its name: a ZIP is taken for DOCX, text that begins as HTML does is
     * HTML unless its name says that it is shown as it is. The parser has the last word, and refuses what is not of the
     * type that it is taken for.
     */
    public static DocumentType of(String name, byte[] content) {
        String head = new String(content, 0, Math.min(HEADER_WITHIN, content.length), StandardCharsets.ISO_8859_1);
        boolean markdown = ends(name, ".md", ".markdown");
        boolean page = HTML_START.matcher(head).lookingAt();
        if (head.startsWith(ZIP_HEADER)) {
            return DOCX;
        }
        if (page && !markdown && !ends(name, ".txt")) {
            return HTML;
        }
        if (head.contains("%PDF-") || ends(name, ".pdf")) {
            return PDF;
        }
        if (ends(name, ".docx")) {
            return DOCX;
        }
        if (ends(name, ".html", ".htm", ".xhtml")) {
            return HTML;
        }
        return markdown ? MARKDOWN : TEXT;
    }

    /** Whether a line of its text that begins with number signs is a heading. */
    public boolean hasHeadings() {
        return this == MARKDOWN || this == DOCX || this == HTML;
    }

    private static boolean ends(String name, String... endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(endings).anyMatch(lower::endsWith);
    }
}
