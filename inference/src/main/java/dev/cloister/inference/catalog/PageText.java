package dev.cloister.inference.catalog;

import java.util.regex.Pattern;

/** A web page as lines of text, for terms that a person must be able to read at a terminal. */
public final class PageText {

    private static final Pattern HIDDEN =
            Pattern.compile("(?is)<(script|style|svg|template)\\b.*?</\\1\\s*>|<!--.*?-->");
    private static final Pattern BLOCK =
            Pattern.compile("(?i)</?(p|div|li|ul|ol|h[1-6]|br|section|article|tr|table)\\b[^>]*>");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern ESCAPES = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");

    private PageText() {}

    /** The text of the page's article, or of all of it where it marks none. */
    public static String of(String html) {
        int from = html.indexOf("<article");
        int to = html.lastIndexOf("</article>");
        String article = from >= 0 && to > from ? html.substring(from, to) : html;
        String visible = HIDDEN.matcher(article).replaceAll("");
        String text = TAG.matcher(BLOCK.matcher(visible).replaceAll("\n")).replaceAll("");
        return ESCAPES.matcher(text.replace("&nbsp;", " ")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"))
                .replaceAll("")
                .replaceAll("[ \\t]*\\n\\s*", "\n")
                .strip();
    }
}
