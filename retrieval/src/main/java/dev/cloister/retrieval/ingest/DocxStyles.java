package dev.cloister.retrieval.ingest;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.stream.XMLStreamReader;

/**
 * Which paragraph styles are headings (ECMA-376 part 1, section 17.7). A style's id depends on the language of the
 * program that wrote the file; its built-in name and its outline level do not.
 */
final class DocxStyles implements StrictXml.Events {

    private static final Pattern HEADING_NAME = Pattern.compile("(?i)heading ([1-9])");
    private static final int DEEPEST_CHAIN = 10;
    private static final int BODY_LEVEL = 9;

    private final Map<String, Integer> levels = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();
    private String style = "";

    private DocxStyles() {}

    static DocxStyles of(byte[] part) throws IOException {
        DocxStyles styles = new DocxStyles();
        StrictXml.read(part, styles);
        return styles;
    }

    static DocxStyles none() {
        return new DocxStyles();
    }

    /** The heading's level from 1; empty for a style of body text. */
    OptionalInt level(String id) {
        String at = id;
        for (int i = 0; i < DEEPEST_CHAIN && !at.isEmpty(); i++) {
            if (levels.containsKey(at)) {
                return headingLevel(levels.get(at));
            }
            at = parents.getOrDefault(at, "");
        }
        return OptionalInt.empty();
    }

    /** An outline level of the file, from 0, as a heading's level from 1. */
    static OptionalInt headingLevel(int outline) {
        return outline >= 0 && outline < BODY_LEVEL ? OptionalInt.of(outline + 1) : OptionalInt.empty();
    }

    @Override
    public boolean start(XMLStreamReader element) {
        String value = StrictXml.attribute(element, "val").orElse("");
        switch (element.getLocalName()) {
            case "style" -> style = StrictXml.attribute(element, "styleId").orElse("");
            case "name" -> named(value);
            case "basedOn" -> parents.putIfAbsent(style, value);
            case "outlineLvl" -> {
                if (value.matches("\\d")) {
                    levels.put(style, Integer.parseInt(value));
                }
            }
            default -> {}
        }
        return true;
    }

    private void named(String name) {
        Matcher heading = HEADING_NAME.matcher(name);
        if (heading.matches()) {
            levels.putIfAbsent(style, Integer.parseInt(heading.group(1)) - 1);
        } else if (name.equalsIgnoreCase("title")) {
            levels.putIfAbsent(style, 0);
        }
    }

    @Override
    public void text(String text) {}

    @Override
    public void end(String localName) {}
}
