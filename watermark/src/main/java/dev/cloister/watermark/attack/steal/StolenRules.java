package dev.cloister.watermark.attack.steal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody without the key learns of a mark from answers that bear it and answers that do not: which tokens are more
 * frequent than they should be, at large and after which token (Jovanović, Staab and Vechev 2024, "Watermark Stealing in
 * Large Language Models", section 4). A rule's strength is the ratio of the frequencies, from 1 upwards, capped at 2 and
 * scaled to [0, 1]; what was seen once says nothing. Contexts of more tokens are not counted: they hardly ever come twice.
 */
public final class StolenRules {

    private static final int FEWEST = 2;
    private static final double CAP = 2;
    private static final int MOST = 2_000_000;

    private final Map<Integer, Float> tokens;
    private final Map<Long, Float> pairs;
    private final Map<Integer, Map<Integer, Float>> following = new HashMap<>();

    private StolenRules(Map<Integer, Float> tokens, Map<Long, Float> pairs) {
        this.tokens = tokens;
        this.pairs = pairs;
        pairs.forEach((pair, strength) -> following
                .computeIfAbsent((int) (pair >> Integer.SIZE), previous -> new HashMap<>())
                .put(pair.intValue(), strength));
    }

    /** Counts in answers, each a sequence of token ids. */
    public static StolenRules learn(List<int[]> marked, List<int[]> plain) {
        Counts seen = Counts.of(marked);
        Counts usual = Counts.of(plain);
        Map<Integer, Float> tokens = new HashMap<>();
        seen.tokens().forEach((token, count) -> {
            if (count >= FEWEST) {
                keep(
                        tokens,
                        token,
                        (double) count / seen.total(),
                        usual.tokens().getOrDefault(token, 0),
                        usual.total());
            }
        });
        Map<Long, Float> pairs = new HashMap<>();
        seen.pairs().forEach((pair, count) -> {
            int previous = (int) (pair >> Integer.SIZE);
            if (count >= FEWEST) {
                keep(
                        pairs,
                        pair,
                        (double) count / seen.follow(previous),
                        usual.pairs().getOrDefault(pair, 0),
                        usual.follow(previous));
            }
        });
        return new StolenRules(tokens, pairs);
    }

    private static <K> void keep(Map<K, Float> rules, K key, double frequency, int usually, int of) {
        double ratio = usually == 0 ? CAP : frequency * of / usually;
        if (ratio > 1) {
            rules.put(key, (float) (Math.min(ratio, CAP) - 1));
        }
    }

    /** How many rules there are of tokens at large and after a token. */
    public int size() {
        return tokens.size() + pairs.size();
    }

    /** How strongly the mark seems to favour each token up to the last, in [0, 1]: half by itself, half by the token before. */
    float[] strengths(int previous, int last) {
        float[] strengths = new float[last + 1];
        for (Map<Integer, Float> rules : List.of(tokens, following.getOrDefault(previous, Map.of()))) {
            rules.forEach((token, strength) -> {
                if (token >= 0 && token <= last) {
                    strengths[token] += strength / 2;
                }
            });
        }
        return strengths;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(tokens.size());
        for (Map.Entry<Integer, Float> rule : tokens.entrySet()) {
            out.writeInt(rule.getKey());
            out.writeFloat(rule.getValue());
        }
        out.writeInt(pairs.size());
        for (Map.Entry<Long, Float> rule : pairs.entrySet()) {
            out.writeLong(rule.getKey());
            out.writeFloat(rule.getValue());
        }
    }

    /** @throws IOException also where the numbers are out of range */
    static StolenRules read(DataInput in) throws IOException {
        Map<Integer, Float> tokens = new HashMap<>();
        for (int left = size(in); left > 0; left--) {
            tokens.put(in.readInt(), in.readFloat());
        }
        Map<Long, Float> pairs = new HashMap<>();
        for (int left = size(in); left > 0; left--) {
            pairs.put(in.readLong(), in.readFloat());
        }
        return new StolenRules(tokens, pairs);
    }

    private static int size(DataInput in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > MOST) {
            throw new IOException("The number of rules is out of range");
        }
        return size;
    }

    private static long pair(int previous, int token) {
        return (long) previous << Integer.SIZE | token;
    }

    private record Counts(
            Map<Integer, Integer> tokens, Map<Long, Integer> pairs, Map<Integer, Integer> followed, int total) {

        static Counts of(List<int[]> texts) {
            Map<Integer, Integer> tokens = new HashMap<>();
            Map<Long, Integer> pairs = new HashMap<>();
            Map<Integer, Integer> followed = new HashMap<>();
            for (int[] text : texts) {
                for (int i = 0; i < text.length; i++) {
                    tokens.merge(text[i], 1, Integer::sum);
                    if (i > 0) {
                        pairs.merge(pair(text[i - 1], text[i]), 1, Integer::sum);
                        followed.merge(text[i - 1], 1, Integer::sum);
                    }
                }
            }
            return new Counts(
                    tokens,
                    pairs,
                    followed,
                    texts.stream().mapToInt(text -> text.length).sum());
        }

        /** How many tokens follow that one. */
        int follow(int previous) {
            return followed.getOrDefault(previous, 0);
        }
    }
}
