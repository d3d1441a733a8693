package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.util.regex.Pattern;

/**
 * The text of a formatted document, written as Markdown as far as passages need it: headings, list items, and a
 * paragraph for each row of a table. A table inside a cell interrupts the row, so that no word comes twice.
 */
final class MarkdownText {

    private static final Pattern LOOKS_LIKE_HEADING = Pattern.compile("(?m)^([ \\t]*)(#{1,6}[ \\t])");
    private static final int DEEPEST_HEADING = 6;

    private final StringBuilder done = new StringBuilder();
    private final StringBuilder open = new StringBuilder();
    private int cells;
    private boolean cellEnded;

    /** Adds words to the open paragraph; white space of any kind and length counts as one space. */
    void add(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!blank) {
                separateCells();
                open.append(c);
            } else if (!endsBlank()) {
                open.append(' ');
            }
        }
        requireFits();
    }

    /** Adds text whose lines stay lines. */
    void addLines(String text) {
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                breakLine();
            }
            separateCells();
            open.append(lines[i]);
        }
        requireFits();
    }

    void breakLine() {
        if (!open.isEmpty()) {
            open.append('\n');
        }
    }

    /** Begins a list item. */
    void item() {
        endBlock();
        if (cells == 0) {
            open.append("- ");
        }
    }

    /** Ends a paragraph; inside a table's cell the row goes on. */
    void endBlock() {
        if (cells == 0) {
            close("");
        } else if (!endsBlank()) {
            open.append(' ');
        }
    }

    /** Ends a paragraph that is a heading, of a level from 1; inside a cell it is text as any other. */
    void endHeading(int level) {
        if (cells == 0) {
            close("#".repeat(Math.min(level, DEEPEST_HEADING)) + " ");
        } else {
            endBlock();
        }
    }

    void beginCell() {
        cells++;
    }

    void endCell() {
        cells--;
        cellEnded = !open.isEmpty();
    }

    /** Ends what stands before a table or its row. */
    void endRow() {
        close("");
    }

    /** All of it. */
    String text() {
        close("");
        return done.toString();
    }

    private void close(String mark) {
        String paragraph = open.toString().strip();
        open.setLength(0);
        cellEnded = false;
        if (paragraph.isEmpty() || paragraph.equals("-")) {
            return;
        }
        done.append(done.isEmpty() ? "" : "\n\n");
        if (mark.isEmpty()) {
            done.append(LOOKS_LIKE_HEADING.matcher(paragraph).replaceAll("$1\\\\$2"));
        } else {
            done.append(mark).append(paragraph.replace('\n', ' '));
        }
    }

    private void separateCells() {
        if (cellEnded) {
            open.append(endsBlank() ? "| " : " | ");
            cellEnded = false;
        }
    }

    private boolean endsBlank() {
        return open.isEmpty() || Character.isWhitespace(open.charAt(open.length() - 1));
    }

    private void requireFits() {
        if ((long) done.length() + open.length() > ParserProtocol.MAX_TEXT_BYTES) {
            throw new RetrievalException(Code.DOCUMENT_TOO_LARGE, "The document's text is over the limit.");
        }
    }
}
