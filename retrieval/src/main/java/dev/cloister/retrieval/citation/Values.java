package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.sentence.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the values of an English sentence: dates first, then numbers in digits and words, then names, each letter belonging to
 * one value at most. What is said to be only about right ("about 40", "at least 3") is no value.
 */
final class Values {

    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private static final String MONTH = "(" + String.join("|", MONTHS) + ")";
    private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?";
    private static final String YEAR = "([12]\\d{3})";

    /** Each with the places of year, month and day among its groups; 0 where it says none. */
    private static final Map<Pattern, int[]> DATES = dates();

    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}-])([€$£]\\s?)?(\\d{1,2}:\\d{2}|\\d+(?:[.,]\\d+)*)"
                    + "(?![\\p{L}\\p{N}]|-\\p{L})\\s?([%€$£°])?");
    private static final Pattern SPELLED =
            Pattern.compile("(?<![\\p{L}\\p{N}-])\\p{L}+(?:-\\p{L}+)?(?![\\p{L}\\p{N}-])");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}\\p{N}'’-]*(?:\\s+\\p{Lu}[\\p{L}\\p{N}'’-]*)*");
    private static final Pattern NEXT_WORD = Pattern.compile("\\s*(\\p{L}+)");
    private static final Pattern ROUGHLY =
            Pattern.compile("(?i)(?:\\b(?:about|around|nearly|almost|roughly|approximately|over"
                    + "|under|circa|some|(?:more|less|fewer) than|at (?:least|most)|up to)|~)\\s*$");

    private Values() {}

    static List<Value> of(String sentence) {
        List<Value> values = new ArrayList<>();
        DATES.forEach((pattern, groups) -> addDates(values, sentence, pattern, groups));
        addNumbers(values, sentence);
        addNames(values, sentence);
        values.removeIf(value ->
                ROUGHLY.matcher(sentence.substring(0, value.span().start())).find());
        values.sort(Comparator.comparingInt(value -> value.span().start()));
        return List.copyOf(values);
    }

    private static void addDates(List<Value> values, String sentence, Pattern pattern, int[] groups) {
        Matcher date = pattern.matcher(sentence);
        while (date.find()) {
            String canonical = part(date, groups[0]) + "-" + month(part(date, groups[1])) + "-" + part(date, groups[2]);
            add(values, new Value(Value.Kind.DATE, canonical, "", new Span(date.start(1), date.end())));
        }
    }

    private static void addNumbers(List<Value> values, String sentence) {
        Matcher number = NUMBER.matcher(sentence);
        while (number.find()) {
            String sign = part(number, number.group(1) != null ? 1 : 3);
            int start = number.group(1) != null ? number.start(1) : number.start(2);
            int end = number.group(3) != null ? number.end(3) : number.end(2);
            String unit = sign.equals("?") ? unit(sentence, end) : sign.strip();
            add(values, new Value(Value.Kind.NUMBER, number.group(2).replace(",", ""), unit, new Span(start, end)));
        }
        Matcher word = SPELLED.matcher(sentence);
        while (word.find()) {
            int spelled = Facts.spelledNumber(word.group().toLowerCase(Locale.ROOT));
            if (spelled > 0) {
                String unit = unit(sentence, word.end());
                Span span = new Span(word.start(), word.end());
                add(values, new Value(Value.Kind.NUMBER, Integer.toString(spelled), unit, span));
            }
        }
    }

    /** A single capital word that begins a sentence tells nothing. */
    private static void addNames(List<Value> values, String sentence) {
        Matcher name = NAME.matcher(sentence);
        while (name.find()) {
            int start = name.start();
            Set<String> words = new LinkedHashSet<>(List.of(name.group().split("\\s+", -1)));
            if (sentence.substring(0, start).isBlank()) {
                String first = words.iterator().next();
                if (ContentWords.of(first).isEmpty() || words.size() == 1) {
                    words.remove(first);
                    start += first.length();
                }
            }
            words.remove("I");
            if (!words.isEmpty()) {
                start += sentence.substring(start, name.end())
                        .indexOf(words.iterator().next());
                String canonical =
                        String.join(" ", words).toLowerCase(Locale.ROOT).replaceAll("['’]s\\b", "");
                add(values, new Value(Value.Kind.NAME, canonical, "", new Span(start, name.end())));
            }
        }
    }

    private static void add(List<Value> values, Value value) {
        boolean taken = values.stream()
                .anyMatch(other -> other.span().start() < value.span().end()
                        && value.span().start() < other.span().end());
        if (!taken) {
            values.add(value);
        }
    }

    private static String unit(String sentence, int end) {
        Matcher next = NEXT_WORD.matcher(sentence).region(end, sentence.length());
        return next.lookingAt()
                ? ContentWords.of(next.group(1)).stream().findFirst().orElse("")
                : "";
    }

    private static String part(Matcher found, int group) {
        String part = group == 0 ? null : found.group(group);
        return part == null ? "?" : part.replaceFirst("^0", "");
    }

    private static String month(String part) {
        int named = MONTHS.indexOf(part.toLowerCase(Locale.ROOT));
        return named < 0 ? part : Integer.toString(named + 1);
    }

    private static Map<Pattern, int[]> dates() {
        Map<Pattern, int[]> dates = new LinkedHashMap<>();
        dates.put(pattern(DAY + "(?: of)? " + MONTH + ",? " + YEAR), new int[] {3, 2, 1});
        dates.put(pattern(MONTH + " " + DAY + ",? " + YEAR), new int[] {3, 1, 2});
        dates.put(pattern(YEAR + "-(\\d{2})-(\\d{2})"), new int[] {1, 2, 3});
        dates.put(pattern("(\\d{1,2})\\.(\\d{1,2})\\." + YEAR), new int[] {3, 2, 1});
        dates.put(pattern(MONTH + " " + YEAR), new int[] {2, 1, 0});
        dates.put(pattern(DAY + "(?: of)? " + MONTH), new int[] {0, 2, 1});
        dates.put(pattern(MONTH + " " + DAY), new int[] {0, 1, 2});
        dates.put(pattern("(?<=\\b(?:in|since|from|until|till|by|before|after|year|of) )" + YEAR), new int[] {1, 0, 0});
        return dates;
    }

    private static Pattern pattern(String date) {
        return Pattern.compile("(?i)(?<![\\p{L}\\p{N}])" + date + "(?![\\p{L}\\p{N}])");
    }
}
