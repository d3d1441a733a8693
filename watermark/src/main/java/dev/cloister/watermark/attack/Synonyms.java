package dev.cloister.watermark.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Synonyms by WordNet 3.1: the other words of the synsets that a word is in (wndb(5WN), "Data File Format"). */
public final class Synonyms {

    private static final List<String> PARTS = List.of("noun", "verb", "adj", "adv");
    private static final int WORD_COUNT = 3;
    private static final int HEXADECIMAL = 16;

    private final Map<String, List<String>> synonyms;

    private Synonyms(Map<String, List<String>> synonyms) {
        this.synonyms = synonyms;
    }

    /** Reads WordNet's data files from their folder. */
    public static Synonyms read(Path folder) throws IOException {
        Map<String, List<String>> synonyms = new HashMap<>();
        for (String part : PARTS) {
            try (Stream<String> lines = Files.lines(folder.resolve("data." + part), StandardCharsets.ISO_8859_1)) {
                lines.filter(line -> !line.startsWith(" ")).forEach(line -> add(synonyms, words(line)));
            }
        }
        return new Synonyms(synonyms);
    }

    /** Single words that can stand for it; none where WordNet does not know it. */
    public List<String> of(String word) {
        return synonyms.getOrDefault(word, List.of());
    }

    private static List<String> words(String line) {
        String[] fields = line.split(" ");
        int count = Integer.parseInt(fields[WORD_COUNT], HEXADECIMAL);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String word = fields[WORD_COUNT + 1 + 2 * i].toLowerCase(Locale.ROOT);
            if (word.chars().allMatch(Character::isLetter)) {
                words.add(word);
            }
        }
        return words;
    }

    private static void add(Map<String, List<String>> synonyms, List<String> synset) {
        for (String word : synset) {
            for (String other : synset) {
                if (!other.equals(word)) {
                    synonyms.computeIfAbsent(word, same -> new ArrayList<>()).add(other);
                }
            }
        }
    }
}
