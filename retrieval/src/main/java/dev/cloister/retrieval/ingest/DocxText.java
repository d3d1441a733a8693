package dev.cloister.retrieval.ingest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import javax.xml.stream.XMLStreamReader;

/**
 * The text that a reader of a DOCX file sees (ECMA-376 part 1, sections 17.3 and 17.4), as Markdown with its headings,
 * foot- and endnotes last. Deleted and hidden text is left out. Its pages are made by the program that shows it: here it
 * has one.
 */
final class DocxText implements StrictXml.Events {

    /** What is no longer there, or stands there a second time for older programs. */
    private static final Set<String> LEFT_OUT = Set.of("del", "moveFrom", "Fallback");

    private static final Set<String> OFF = Set.of("0", "false", "off");

    private final DocxStyles styles;
    private final MarkdownText text;
    private final Deque<OptionalInt> paragraphs = new ArrayDeque<>();
    private boolean inRun;
    private boolean hidden;
    private boolean inText;

    private DocxText(DocxStyles styles, MarkdownText text) {
        this.styles = styles;
        this.text = text;
    }

    /** @throws IOException if it is damaged or no DOCX */
    static String of(byte[] content) throws IOException {
        DocxPackage parts = DocxPackage.of(content);
        Optional<byte[]> styles = parts.part("styles+xml");
        DocxStyles known = styles.isPresent() ? DocxStyles.of(styles.get()) : DocxStyles.none();
        MarkdownText text = new MarkdownText();
        StrictXml.read(parts.document(), new DocxText(known, text));
        for (String notes : List.of("footnotes+xml", "endnotes+xml")) {
            Optional<byte[]> part = parts.part(notes);
            if (part.isPresent()) {
                StrictXml.read(part.get(), new DocxText(known, text));
            }
        }
        return text.text();
    }

    @Override
    public boolean start(XMLStreamReader element) {
        String name = element.getLocalName();
        if (LEFT_OUT.contains(name) || name.endsWith("Change")) {
            return false;
        }
        String value = StrictXml.attribute(element, "val").orElse("");
        switch (name) {
            case "p" -> {
                // A text box is a paragraph inside a paragraph.
                text.endBlock();
                paragraphs.push(OptionalInt.empty());
            }
            case "pStyle" -> level(styles.level(value));
            case "outlineLvl" -> {
                if (value.matches("\\d")) {
                    level(DocxStyles.headingLevel(Integer.parseInt(value)));
                }
            }
            case "numPr" -> item();
            case "r" -> inRun = true;
            case "vanish" -> hidden = inRun && !OFF.contains(value);
            case "t" -> inText = !hidden;
            case "tab" -> text.add(" ");
            case "br", "cr" -> text.breakLine();
            case "noBreakHyphen" -> text.add("-");
            case "tbl" -> text.endRow();
            case "tc" -> text.beginCell();
            default -> {}
        }
        return true;
    }

    @Override
    public void text(String characters) {
        if (inText) {
            text.add(characters);
        }
    }

    @Override
    public void end(String localName) {
        switch (localName) {
            case "p" -> {
                OptionalInt level = paragraphs.isEmpty() ? OptionalInt.empty() : paragraphs.pop();
                if (level.isPresent()) {
                    text.endHeading(level.getAsInt());
                } else {
                    text.endBlock();
                }
            }
            case "r" -> {
                inRun = false;
                hidden = false;
            }
            case "t" -> inText = false;
            case "tr", "tbl" -> text.endRow();
            case "tc" -> text.endCell();
            default -> {}
        }
    }

    private void level(OptionalInt level) {
        if (!paragraphs.isEmpty()) {
            paragraphs.pop();
            paragraphs.push(level);
        }
    }

    private void item() {
        boolean heading = !paragraphs.isEmpty() && paragraphs.peek().isPresent();
        if (!heading) {
            text.item();
        }
    }
}
