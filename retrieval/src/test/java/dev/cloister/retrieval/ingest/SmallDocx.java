package dev.cloister.retrieval.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the smallest DOCX (ECMA-376 part 1) around a body in WordprocessingML. */
final class SmallDocx {

    private static final String NAMESPACE = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

    private SmallDocx() {}

    static byte[] of(String body) {
        return of("", body, Map.of());
    }

    /** @param before what stands before the document's root element */
    static byte[] of(String before, String body, Map<String, byte[]> more) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                utf8("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + override("document", "document.main+xml") + override("styles", "styles+xml")
                        + override("footnotes", "footnotes+xml") + "</Types>"));
        parts.put(
                "word/document.xml",
                utf8(before + "<w:document " + NAMESPACE + "><w:body>" + body + "</w:body></w:document>"));
        parts.put("word/styles.xml", utf8("<w:styles " + NAMESPACE + """
                ><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
                <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
                <w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/>
                <w:basedOn w:val="berschrift1"/></w:style></w:styles>"""));
        parts.put(
                "word/footnotes.xml",
                utf8("<w:footnotes " + NAMESPACE + "><w:footnote>" + paragraph("A note at the foot.")
                        + "</w:footnote></w:footnotes>"));
        parts.putAll(more);
        return zip(parts);
    }

    static String paragraph(String text) {
        return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
    }

    static String heading(String style, String text) {
        return "<w:p><w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
    }

    static String row(String... cells) {
        StringBuilder row = new StringBuilder("<w:tr>");
        for (String cell : cells) {
            row.append("<w:tc>").append(cell).append("</w:tc>");
        }
        return row.append("</w:tr>").toString();
    }

    static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String override(String part, String type) {
        return "<Override PartName=\"/word/" + part + ".xml\" ContentType=\"" + TYPE + type + "\"/>";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
