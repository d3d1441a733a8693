package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.search.DocumentIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Text and vectors that load an index as real ones do: words by Zipf's law around a topic's own words, vectors in
 * clusters around a topic's own direction. The same seed gives the same corpus.
 */
final class SyntheticCorpus {

    private static final int TOPICS = 200;
    private static final int VOCABULARY = 30_000;
    private static final int TOPIC_WORDS = 40;
    private static final double SPREAD = 0.05;

    private final SplittableRandom random;
    private final List<float[]> directions = new ArrayList<>();

    SyntheticCorpus(long seed) {
        this.random = new SplittableRandom(seed);
        for (int topic = 0; topic < TOPICS; topic++) {
            directions.add(unit(new float[DocumentIndex.DIMENSIONS], 1));
        }
    }

    int topic() {
        return random.nextInt(TOPICS);
    }

    /** A text of so many words, a third of them the topic's own. */
    String text(int topic, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int word = random.nextInt(3) == 0
                    ? topic * TOPIC_WORDS + random.nextInt(TOPIC_WORDS)
                    : (int) Math.exp(random.nextDouble() * Math.log(VOCABULARY));
            text.append(i == 0 ? "" : i % 15 == 0 ? ". " : " ").append(spelled(word));
        }
        return text.append('.').toString();
    }

    float[] vector(int topic) {
        return unit(directions.get(topic).clone(), SPREAD);
    }

    private float[] unit(float[] around, double spread) {
        double squares = 0;
        for (int i = 0; i < around.length; i++) {
            around[i] += (float) (spread * random.nextGaussian());
            squares += (double) around[i] * around[i];
        }
        for (int i = 0; i < around.length; i++) {
            around[i] /= (float) Math.sqrt(squares);
        }
        return around;
    }

    private static String spelled(int word) {
        StringBuilder letters = new StringBuilder();
        for (int rest = word + 26; rest > 0; rest /= 26) {
            letters.append((char) ('a' + rest % 26));
        }
        return letters.append("en").toString();
    }
}
