package dev.cloister.watermark.scheme;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import dev.cloister.watermark.key.MarkKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vocabulary dealt to topics (Nemecek et al. 2024, "Topic-based watermarks for large language models", section on
 * list generation): what is near a topic goes to it, the rest is dealt in turn. The authors shuffle the rest without a
 * key; here its order is that of an HMAC under the key, so that the lists are a secret and can be made again.
 *
 * @param lists a set of token ids for each topic; disjoint
 * @param dealt the tokens that the key has dealt: only they are evidence, since a topic's own words are in human texts on
 *     that topic too
 */
public record TopicLists(List<BitSet> lists, BitSet dealt) {

    /** The cosine from which on a string belongs to a topic, as published. */
    public static final double NEAR = 0.7;

    private static final int ORDER = -2;

    public TopicLists {
        lists = lists.stream().map(list -> (BitSet) list.clone()).toList();
        dealt = (BitSet) dealt.clone();
    }

    /**
     * Deals a vocabulary.
     *
     * @param vocabulary the string of each token id
     * @param topics at least two
     */
    public static TopicLists deal(MarkKey key, List<String> vocabulary, List<String> topics, Embedder embedder) {
        if (topics.size() < 2) {
            throw new WatermarkException(Code.PARAMETERS_INVALID, "Topic lists need two topics or more.");
        }
        List<float[]> centres = topics.stream().map(embedder::embed).toList();
        List<BitSet> lists = new ArrayList<>();
        topics.forEach(topic -> lists.add(new BitSet(vocabulary.size())));
        List<Integer> rest = new ArrayList<>();
        for (int token = 0; token < vocabulary.size(); token++) {
            float[] place = embedder.embed(vocabulary.get(token));
            int nearest = nearest(place, centres);
            if (Embedder.cosine(place, centres.get(nearest)) >= NEAR) {
                lists.get(nearest).set(token);
            } else {
                rest.add(token);
            }
        }
        rest.sort(byKey(key, vocabulary.size()));
        BitSet dealt = new BitSet(vocabulary.size());
        for (int i = 0; i < rest.size(); i++) {
            lists.get(i % topics.size()).set(rest.get(i));
            dealt.set(rest.get(i));
        }
        return new TopicLists(lists, dealt);
    }

    /** The topic of a prompt: the one it names, else the nearest. */
    public static int topicOf(String prompt, List<String> topics, Embedder embedder) {
        List<String> words =
                Arrays.asList(prompt.toLowerCase(java.util.Locale.ROOT).split("\\W+"));
        for (int topic = 0; topic < topics.size(); topic++) {
            if (words.contains(topics.get(topic).toLowerCase(java.util.Locale.ROOT))) {
                return topic;
            }
        }
        return nearest(
                embedder.embed(prompt), topics.stream().map(embedder::embed).toList());
    }

    private static int nearest(float[] place, List<float[]> centres) {
        return IntStream.range(0, centres.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> Embedder.cosine(place, centres.get(i))))
                .orElseThrow();
    }

    private static Comparator<Integer> byKey(MarkKey key, int size) {
        byte[] secret = key.reveal();
        TokenPairMac mac = new TokenPairMac(secret);
        Arrays.fill(secret, (byte) 0);
        long[] order = new long[size];
        Arrays.setAll(order, token -> mac.firstEightBytes(ORDER, token));
        return Comparator.comparingLong(token -> order[token]);
    }
}
