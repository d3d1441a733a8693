package dev.cloister.retrieval.ingest;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.xml.stream.XMLStreamReader;

/**
 * The parts of a DOCX file (ECMA-376 part 2, section 10), found by their content types. Files with macros have other
 * types, and are refused.
 */
final class DocxPackage {

    private static final String TYPES = "[Content_Types].xml";
    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

    private final ZipArchive archive;
    private final Map<String, String> names = new HashMap<>();

    private DocxPackage(ZipArchive archive) {
        this.archive = archive;
    }

    /** @throws IOException if it is no DOCX */
    static DocxPackage of(byte[] content) throws IOException {
        DocxPackage parts = new DocxPackage(ZipArchive.of(content));
        byte[] types = parts.archive.read(TYPES).orElseThrow(() -> new IOException("the file is no DOCX"));
        StrictXml.read(types, parts.new Types());
        return parts;
    }

    byte[] document() throws IOException {
        return part("document.main+xml").orElseThrow(() -> new IOException("the file is no DOCX"));
    }

    /** A part such as {@code styles+xml}. */
    Optional<byte[]> part(String type) throws IOException {
        String name = names.get(WORD + type);
        return name == null ? Optional.empty() : archive.read(name);
    }

    private final class Types implements StrictXml.Events {

        @Override
        public boolean start(XMLStreamReader element) {
            if (element.getLocalName().equals("Override")) {
                String name = StrictXml.attribute(element, "PartName").orElse("");
                StrictXml.attribute(element, "ContentType")
                        .ifPresent(type -> names.putIfAbsent(type, name.startsWith("/") ? name.substring(1) : name));
            }
            return true;
        }

        @Override
        public void text(String text) {}

        @Override
        public void end(String localName) {}
    }
}
