package dev.cloister.watermark.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Edits of words. A word is what stands between spaces, with the space before it. */
final class WordEdits {

    private static final Pattern WORD = Pattern.compile("\\s*\\S+");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

    private final List<String> human;

    WordEdits(String human) {
        this.human = words(human);
    }

    /** Leaves out that share of the words. */
    Attack.Change deleting(double share) {
        return (text, random) -> words(text).stream()
                .filter(word -> random.nextDouble() >= share)
                .collect(Collectors.joining());
    }

    /** Puts other people's words in place of that share. */
    Attack.Change substituting(double share) {
        return (text, random) -> words(text).stream()
                .map(word -> random.nextDouble() < share ? human.get(random.nextInt(human.size())) : word)
                .collect(Collectors.joining());
    }

    /** Exchanges that share of the words with their neighbours. */
    Attack.Change swapping(double share) {
        return (text, random) -> {
            List<String> words = new ArrayList<>(words(text));
            for (int i = 0; i + 1 < words.size(); i++) {
                if (random.nextDouble() < share) {
                    String first = words.get(i);
                    words.set(i, words.get(i + 1));
                    words.set(++i, first);
                }
            }
            return String.join("", words);
        };
    }

    /** Puts a synonym in place of that share of the words that have one. */
    Attack.Change rewording(double share, Synonyms synonyms) {
        return (text, random) -> LETTERS.matcher(text)
                .replaceAll(match -> random.nextDouble() < share ? reworded(match, synonyms, random) : match.group());
    }

    private static String reworded(MatchResult match, Synonyms synonyms, RandomGenerator random) {
        List<String> others = synonyms.of(match.group().toLowerCase(Locale.ROOT));
        return others.isEmpty() ? match.group() : others.get(random.nextInt(others.size()));
    }

    /** Hides the text in somebody else's, so that it is that share of the whole. */
    Attack.Change mixing(double share) {
        return (text, random) -> {
            int around = (int) (words(text).size() * (1 - share) / share);
            int start = random.nextInt(Math.max(1, human.size() - around));
            int before = random.nextInt(around + 1);
            return String.join("", human.subList(start, start + before))
                    + " " + text.strip()
                    + String.join("", human.subList(start + before, Math.min(human.size(), start + around)));
        };
    }

    /** Keeps that share, from the beginning. */
    Attack.Change truncating(double share) {
        return (text, random) -> {
            List<String> words = words(text);
            return String.join("", words.subList(0, (int) (words.size() * share)));
        };
    }

    private static List<String> words(String text) {
        return Arrays.asList(
                WORD.matcher(text).results().map(MatchResult::group).toArray(String[]::new));
    }
}
