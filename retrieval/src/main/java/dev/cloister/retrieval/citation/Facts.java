package dev.cloister.retrieval.citation;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sentence commits itself to beyond its topic. Embeddings hardly see any of it: "pays 40" and "pays 50" lie close
 * together.
 *
 * @param numbers in canonical form, spelled-out ones included
 * @param names capitalised words inside the sentence, in lower case
 * @param negated whether it denies something
 */
record Facts(Set<String> numbers, Set<String> names, boolean negated) {

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*");
    private static final Pattern NEGATION =
            Pattern.compile("(?i)\\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|without)\\b|n['’]t\\b");

    private static final Map<String, Integer> UNITS = Map.ofEntries(
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("thirteen", 13),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16),
            Map.entry("seventeen", 17),
            Map.entry("eighteen", 18),
            Map.entry("nineteen", 19));

    private static final Map<String, Integer> TENS = Map.of(
            "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety",
            90);

    static Facts of(String sentence) {
        Set<String> numbers = new HashSet<>();
        Matcher number = NUMBER.matcher(sentence);
        while (number.find()) {
            numbers.add(number.group().replace(",", ""));
        }
        Set<String> names = new HashSet<>();
        Matcher word = WORD.matcher(sentence);
        boolean first = true;
        while (word.find()) {
            String lower = word.group().toLowerCase(Locale.ROOT).replaceAll("['’]s$", "");
            int spelled = spelledNumber(lower);
            if (spelled > 0) {
                numbers.add(Integer.toString(spelled));
            } else if (!first && isName(word.group())) {
                names.add(lower);
            }
            first = false;
        }
        return new Facts(
                Set.copyOf(numbers),
                Set.copyOf(names),
                NEGATION.matcher(sentence).find());
    }

    /** Every word of a text in lower case, for looking up names. */
    static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group().toLowerCase(Locale.ROOT).replaceAll("['’]s$", ""));
        }
        return words;
    }

    private static boolean isName(String word) {
        return Character.isUpperCase(word.charAt(0)) && !word.equals("I");
    }

    /** 0 where the word, in lower case, is no number from two to ninety-nine. */
    static int spelledNumber(String word) {
        int dash = word.indexOf('-');
        if (dash > 0) {
            int tens = TENS.getOrDefault(word.substring(0, dash), 0);
            int unit = word.endsWith("-one") ? 1 : UNITS.getOrDefault(word.substring(dash + 1), 0);
            return tens > 0 && unit > 0 && unit < 10 ? tens + unit : 0;
        }
        return UNITS.getOrDefault(word, TENS.getOrDefault(word, 0));
    }
}
