package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.ingest.ParserProtocol.Answer;
import dev.cloister.retrieval.ingest.ParserProtocol.Request;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From bytes to pages. Runs in the parser's process only. */
final class TextExtractor {

    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final Answer UNREADABLE = new Answer(ParserProtocol.UNREADABLE, List.of());
    private static final Answer TOO_LARGE = new Answer(ParserProtocol.TOO_LARGE, List.of());

    private TextExtractor() {}

    static Answer extract(Request request) {
        return switch (request.type()) {
            case TEXT, MARKDOWN -> plain(request.content());
            case PDF -> pdf(request.content());
            case DOCX -> formatted(() -> DocxText.of(request.content()));
            case HTML -> formatted(() -> HtmlText.of(request.content()));
        };
    }

    private static Answer plain(byte[] content) {
        String text = decode(content);
        if (text.indexOf('\0') >= 0) {
            return UNREADABLE;
        }
        return pages(List.of(text.replace("\r\n", "\n").replace('\r', '\n').split("\f", -1)));
    }

    /** UTF-8, or else the single-byte encoding that old Western files have. */
    private static String decode(byte[] content) {
        try {
            boolean marked = content.length >= 3 && Arrays.equals(content, 0, 3, BYTE_ORDER_MARK, 0, 3);
            return ParserProtocol.utf8(marked ? Arrays.copyOfRange(content, 3, content.length) : content);
        } catch (CharacterCodingException notUtf8) {
            return new String(content, WINDOWS_1252);
        }
    }

    private static Answer pdf(byte[] content) {
        try (PDDocument document = Loader.loadPDF(content)) {
            int count = document.getNumberOfPages();
            if (count > ParserProtocol.MAX_PAGES) {
                return TOO_LARGE;
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setLineSeparator("\n");
            List<String> pages = new ArrayList<>();
            long length = 0;
            for (int page = 1; page <= count && length <= ParserProtocol.MAX_TEXT_BYTES; page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                String text = stripper.getText(document);
                length += text.length();
                pages.add(text);
            }
            return pages.isEmpty() ? UNREADABLE : pages(pages);
        } catch (IOException | RuntimeException damaged) {
            // PDFBox meets damage with unchecked exceptions as well; the outcome is the same for whoever asked.
            return UNREADABLE;
        }
    }

    private static Answer formatted(Reading reading) {
        try {
            return pages(List.of(reading.read()));
        } catch (RetrievalException refused) {
            return refused.code() == RetrievalException.Code.DOCUMENT_TOO_LARGE ? TOO_LARGE : UNREADABLE;
        } catch (IOException | RuntimeException damaged) {
            return UNREADABLE;
        }
    }

    @FunctionalInterface
    private interface Reading {
        String read() throws IOException;
    }

    private static Answer pages(List<String> pages) {
        long bytes = 0;
        List<String> clean = new ArrayList<>();
        for (String page : pages) {
            // A lone surrogate is no Unicode text: it becomes a question mark here rather than an error further on.
            String valid = new String(page.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace("\0", "");
            bytes += valid.getBytes(StandardCharsets.UTF_8).length;
            clean.add(valid);
        }
        boolean fits = bytes <= ParserProtocol.MAX_TEXT_BYTES && clean.size() <= ParserProtocol.MAX_PAGES;
        return fits ? new Answer(ParserProtocol.PARSED, clean) : TOO_LARGE;
    }
}
