package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text that a reader of an HTML page sees, as Markdown with its headings. Scripts, styles and what the page itself
 * hides are left out: nobody who gave the page could know that it says that. Nothing is fetched.
 */
final class HtmlText implements NodeFilter {

    private static final Set<String> UNSEEN =
            Set.of("head", "script", "style", "template", "noscript", "svg", "object", "iframe", "select", "textarea");
    private static final Pattern HIDING_STYLE =
            Pattern.compile("(?i)(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)");
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final Pattern TAG = Pattern.compile("<[A-Za-z!]");
    private static final Pattern HEADING = Pattern.compile("h[1-6]");

    private final MarkdownText text = new MarkdownText();

    private HtmlText() {}

    /**
     * Reads a page: UTF-8 where its bytes are, else what it declares, else Windows-1252.
     *
     * @throws RetrievalException if the text is over the limit or is no HTML
     */
    static String of(byte[] content) throws IOException {
        if (content.length > ParserProtocol.MAX_TEXT_BYTES) {
            throw new RetrievalException(Code.DOCUMENT_TOO_LARGE, "The page is over the limit.");
        }
        Document page = parse(content);
        HtmlText reader = new HtmlText();
        NodeTraversor.filter(reader, page);
        return reader.text.text();
    }

    private static Document parse(byte[] content) throws IOException {
        Document page;
        try {
            String text = ParserProtocol.utf8(content);
            page = Jsoup.parse(requireTag(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (CharacterCodingException notUtf8) {
            page = Jsoup.parse(new ByteArrayInputStream(content), null, "");
            if (page.charset().equals(StandardCharsets.UTF_8)) {
                page = Jsoup.parse(requireTag(new String(content, TextExtractor.WINDOWS_1252)));
            }
        }
        return page;
    }

    private static String requireTag(String page) {
        if (page.indexOf('\0') >= 0 || !TAG.matcher(page).find()) {
            throw new RetrievalException(Code.DOCUMENT_UNREADABLE, "The file holds no HTML.");
        }
        return page;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            if (words.parent() instanceof Element parent && parent.closest("pre") != null) {
                text.addLines(words.getWholeText());
            } else {
                text.add(words.getWholeText());
            }
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        if (unseen(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        switch (name(element)) {
            case "br" -> text.breakLine();
            case "li" -> text.item();
            case "td", "th" -> text.beginCell();
            case "table", "tr" -> text.endRow();
            default -> endBlock(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            switch (name(element)) {
                case "br" -> {}
                case "td", "th" -> text.endCell();
                case "table", "tr" -> text.endRow();
                default -> {
                    if (HEADING.matcher(name(element)).matches()) {
                        text.endHeading(name(element).charAt(1) - '0');
                    } else {
                        endBlock(element);
                    }
                }
            }
        }
        return FilterResult.CONTINUE;
    }

    private void endBlock(Element element) {
        if (element.isBlock()) {
            text.endBlock();
        }
    }

    private static boolean unseen(Element element) {
        return UNSEEN.contains(name(element))
                || element.hasAttr("hidden")
                || HIDING_STYLE.matcher(element.attr("style")).find();
    }

    private static String name(Element element) {
        return element.normalName();
    }
}
