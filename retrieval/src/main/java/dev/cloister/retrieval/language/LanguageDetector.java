package dev.cloister.retrieval.language;

import org.apache.lucene.analysis.CharArraySet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a text's language by its most frequent words: each language's stop words are counted, and the language with the
 * most wins. This is sure for a paragraph and a guess for a sentence; near relatives (Danish and Norwegian) are mistaken
 * for each other at times, which costs a few stems. A text of few words and no stop word counts as English, a longer one
 * without as {@link Language#OTHER}.
 */
public final class LanguageDetector {

    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final int LOOKED_AT = 20_000;
    private static final int FEW_WORDS = 20;
    private static final double LEAST_SHARE = 0.12;
    private static final Map<Language, CharArraySet> STOP_WORDS = stopWords();

    private LanguageDetector() {}

    /** The language that most of the text's beginning is in. */
    public static Language of(String text) {
        Map<Language, Integer> counts = new EnumMap<>(Language.class);
        int words = 0;
        Matcher matcher = WORD.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT)));
        while (matcher.find()) {
            String word = matcher.group().toLowerCase(Locale.ROOT);
            words++;
            for (Map.Entry<Language, CharArraySet> list : STOP_WORDS.entrySet()) {
                if (list.getValue().contains(word)) {
                    counts.merge(list.getKey(), 1, Integer::sum);
                }
            }
        }
        Language best = Language.ENGLISH;
        for (Map.Entry<Language, Integer> count : counts.entrySet()) {
            if (count.getValue() > counts.getOrDefault(best, 0)) {
                best = count.getKey();
            }
        }
        boolean told = words < FEW_WORDS || counts.getOrDefault(best, 0) >= LEAST_SHARE * words;
        return told ? best : Language.OTHER;
    }

    private static Map<Language, CharArraySet> stopWords() {
        Map<Language, CharArraySet> lists = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            lists.put(language, language.stopWords());
        }
        return Collections.unmodifiableMap(lists);
    }
}
