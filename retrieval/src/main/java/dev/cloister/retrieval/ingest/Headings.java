package dev.cloister.retrieval.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Markdown headings (CommonMark 0.31, section 4.2) above the place that was reached. */
final class Headings {

    private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \\t]+(.*?)[ \\t]*#*");

    private final Deque<Heading> path = new ArrayDeque<>();

    private record Heading(int level, String title) {}

    static boolean isHeading(String line) {
        return HEADING.matcher(line).matches();
    }

    void enter(String line) {
        Matcher matcher = HEADING.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a heading");
        }
        int level = matcher.group(1).length();
        while (!path.isEmpty() && path.getLast().level() >= level) {
            path.removeLast();
        }
        path.addLast(new Heading(level, matcher.group(2)));
    }

    String path() {
        return path.stream().map(Heading::title).collect(Collectors.joining(" > "));
    }
}
