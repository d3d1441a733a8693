package dev.cloister.gateway.marks.report;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Sets text on A4 pages, from top to bottom. */
final class PdfPages implements Closeable {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float MARGIN = 64;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float FACTS = 150;
    private static final float LEADING = 1.45f;
    private static final float BODY = 10.5f;

    private final PDDocument document;
    private final PDFont font;
    private PDPageContentStream page;
    private float y;

    PdfPages(PDDocument document) throws IOException {
        this.document = document;
        try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
            this.font = PDType0Font.load(document, file);
        }
        this.page = fresh();
    }

    void title(String text) {
        block(text, 20, 0, 0.1f, MARGIN, WIDTH);
    }

    void verdict(String text) {
        y -= 10;
        block(text, 15, 4, 0.1f, MARGIN, WIDTH);
    }

    void heading(String text) {
        y -= 10;
        block(text, 12, 3, 0.1f, MARGIN, WIDTH);
    }

    void paragraph(String text) {
        block(text, BODY, 4, 0.2f, MARGIN, WIDTH);
    }

    void soft(String text) {
        block(text, 9, 4, 0.42f, MARGIN, WIDTH);
    }

    /** A name and what belongs to it, side by side. */
    void fact(String name, String value) {
        float top = room(BODY);
        block(name, BODY, 0, 0.42f, MARGIN, FACTS);
        y = top;
        block(value, BODY, 2, 0.1f, MARGIN + FACTS, WIDTH - FACTS);
    }

    private void block(String text, float size, float after, float grey, float x, float width) {
        String left = shown(text);
        while (!left.isEmpty()) {
            int end = fitting(left, size, width);
            line(left.substring(0, end).strip(), size, grey, x);
            left = left.substring(end).strip();
        }
        y -= after;
    }

    private void line(String text, float size, float grey, float x) {
        try {
            var unused = room(size);
            y -= size * LEADING;
            page.beginText();
            page.setFont(font, size);
            page.setNonStrokingColor(grey);
            page.newLineAtOffset(x, y);
            page.showText(text);
            page.endText();
        } catch (IOException e) {
            throw new UncheckedIOException("A PDF is made in memory.", e);
        }
    }

    /** Makes room for a line, on a new page where this one is full; returns where it begins. */
    private float room(float size) {
        if (y - size * LEADING < MARGIN) {
            try {
                page.close();
                page = fresh();
            } catch (IOException e) {
                throw new UncheckedIOException("A PDF is made in memory.", e);
            }
        }
        return y;
    }

    /** How much of the text fits into a line, at a space where there is one. */
    private int fitting(String text, float size, float width) {
        int end = text.length();
        while (width(text.substring(0, end), size) > width) {
            int space = text.lastIndexOf(' ', end - 1);
            end = space > 0 ? space : end - 1;
        }
        return end;
    }

    private float width(String text, float size) {
        try {
            return font.getStringWidth(text) * size / 1000;
        } catch (IOException e) {
            throw new UncheckedIOException("A PDF is made in memory.", e);
        }
    }

    /** Without what the font does not have. */
    private String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.append(has(c) ? Character.toString(c) : "?"));
        return shown.toString();
    }

    private boolean has(int c) {
        try {
            return font.encode(Character.toString(c)).length > 0;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private PDPageContentStream fresh() throws IOException {
        PDPage sheet = new PDPage(PDRectangle.A4);
        document.addPage(sheet);
        y = PDRectangle.A4.getHeight() - MARGIN;
        return new PDPageContentStream(document, sheet);
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
