package dev.cloister.watermark.benchmark;

import java.util.List;

/** Prompts that ask for long answers on many subjects; the first 400 differ. */
public final class BenchmarkPrompts {

    private static final List<String> FORMS = List.of(
            "Write a long and detailed article about %s.",
            "Tell me a long story in which %s matters.",
            "Explain at length, to someone who knows nothing of it, what one should know about %s.",
            "Write a long letter to a friend about %s.",
            "Discuss in several paragraphs the advantages and the drawbacks of %s.",
            "Describe step by step how a person gets to know %s.",
            "Write a speech for a village feast about %s.",
            "Write several diary entries of someone who spends a week with %s.",
            "Write the introduction of a book about %s, at least four paragraphs long.",
            "Give a long interview, with questions and answers, about %s.");

    private static final List<String> SUBJECTS = List.of(
            "bees",
            "railway bridges",
            "sour dough bread",
            "the deep sea",
            "learning the violin",
            "old maps",
            "wind power",
            "a small bakery",
            "winter in the mountains",
            "public libraries",
            "the history of clocks",
            "moving to another country",
            "chess",
            "city gardens",
            "night trains",
            "pottery",
            "volcanoes",
            "raising goats",
            "the invention of printing",
            "long-distance running",
            "a lighthouse",
            "community theatre",
            "rivers",
            "being a nurse",
            "the moon",
            "street markets",
            "repairing bicycles",
            "ants",
            "a family dinner",
            "the desert",
            "letters",
            "school exams",
            "tea",
            "cathedrals",
            "rain",
            "telescopes",
            "wool",
            "ferries",
            "dictionaries",
            "sleep");

    private BenchmarkPrompts() {}

    public static String of(int number) {
        String subject = SUBJECTS.get(number % SUBJECTS.size());
        return FORMS.get((number + number / SUBJECTS.size()) % FORMS.size()).formatted(subject);
    }
}
