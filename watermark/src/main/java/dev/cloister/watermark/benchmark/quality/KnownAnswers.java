package dev.cloister.watermark.benchmark.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A question about two sentences that hold the answer and another that is wrong: reading as the smallest models can do it.
 * Names and numbers are drawn, so that no model knows them.
 */
record KnownAnswers(String prompt, String right, String wrong) {

    private static final List<String> FORMS = List.of(
            "The ferry to %s leaves at %s. The ferry to %s leaves at %s. When does the ferry to %s leave?",
            "The key to room %s lies in the box %s. The key to room %s lies in the box %s. In which box lies the key to room %s?",
            "In %s the market is held in hall %s. In %s it is held in hall %s. In which hall is the market in %s held?",
            "The train from %s arrives on platform %s. The train from %s arrives on platform %s. On which platform does the train from %s arrive?");
    private static final List<String> SYLLABLES =
            List.of("ka", "lor", "vin", "mes", "tul", "bra", "osk", "fen", "dal", "rim", "pol", "hest", "gar", "nov");
    private static final int LARGEST = 89;
    private static final int SMALLEST = 10;

    /** Whether a text names what was asked for and not the other. */
    boolean isAnsweredBy(String text) {
        List<String> words = Arrays.asList(text.split("\\W+"));
        return words.contains(right) && !words.contains(wrong);
    }

    /** The question of that number; the same each time. */
    static KnownAnswers of(int number) {
        SplittableRandom random = new SplittableRandom(number);
        String first = name(random);
        String second = name(random);
        String right = Integer.toString(SMALLEST + random.nextInt(LARGEST));
        String wrong = Integer.toString(
                (Integer.parseInt(right) - SMALLEST + 1 + random.nextInt(LARGEST - 1)) % LARGEST + SMALLEST);
        boolean swapped = random.nextBoolean();
        String prompt = FORMS.get(number % FORMS.size())
                .formatted(
                        swapped ? second : first,
                        swapped ? wrong : right,
                        swapped ? first : second,
                        swapped ? right : wrong,
                        first);
        return new KnownAnswers(prompt + " Answer in one short sentence.", right, wrong);
    }

    private static String name(SplittableRandom random) {
        String name = SYLLABLES.get(random.nextInt(SYLLABLES.size()))
                + SYLLABLES.get(random.nextInt(SYLLABLES.size()))
                + SYLLABLES.get(random.nextInt(SYLLABLES.size()));
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
