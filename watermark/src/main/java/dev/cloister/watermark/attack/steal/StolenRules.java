package dev.cloister.watermark.attack.steal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody without the key learns of a mark from answers that bear it and answers that do not: which tokens are more
 * frequent than they should be after the same context (Jovanović, Staab and Vechev 2024, "Watermark Stealing in Large
 * Language Models", section 4). A rule's strength is the ratio of the frequencies, from 1 upwards, capped at 2 and scaled
 * to [0, 1]; what was seen once says nothing.
 */
public final class StolenRules {

    private static final int FEWEST = 2;
    private static final double CAP = 2;
    private static final int MOST = 2_000_000;
    private static final int WIDEST = 8;

    private final int width;

    /** Strengths of tokens, by the context before them. */
    private final Map<List<Integer>, Map<Integer, Float>> rules;

    private StolenRules(int width, Map<List<Integer>, Map<Integer, Float>> rules) {
        this.width = width;
        this.rules = rules;
    }

    /**
     * Counts in answers, each a sequence of token ids.
     *
     * @param width how many tokens before a token decide about it, at most 8; 0 where one list stands for all contexts
     */
    public static StolenRules learn(int width, List<int[]> marked, List<int[]> plain) {
        if (width < 0 || width > WIDEST) {
            throw new IllegalArgumentException("A context has 0 to " + WIDEST + " tokens, not " + width);
        }
        Map<List<Integer>, Map<Integer, Integer>> seen = counts(width, marked);
        Map<List<Integer>, Map<Integer, Integer>> usual = counts(width, plain);
        Map<List<Integer>, Map<Integer, Float>> rules = new HashMap<>();
        seen.forEach((context, followers) -> {
            Map<Integer, Float> favoured = favoured(followers, usual.getOrDefault(context, Map.of()));
            if (!favoured.isEmpty()) {
                rules.put(context, favoured);
            }
        });
        return new StolenRules(width, rules);
    }

    private static Map<Integer, Float> favoured(Map<Integer, Integer> seen, Map<Integer, Integer> usual) {
        double all = total(seen);
        double usually = total(usual);
        Map<Integer, Float> favoured = new HashMap<>();
        seen.forEach((token, count) -> {
            int otherwise = usual.getOrDefault(token, 0);
            double ratio = otherwise == 0 ? CAP : count / all * usually / otherwise;
            if (count >= FEWEST && ratio > 1) {
                favoured.put(token, (float) (Math.min(ratio, CAP) - 1));
            }
        });
        return favoured;
    }

    private static int total(Map<Integer, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<List<Integer>, Map<Integer, Integer>> counts(int width, List<int[]> texts) {
        Map<List<Integer>, Map<Integer, Integer>> counts = new HashMap<>();
        for (int[] text : texts) {
            for (int i = width; i < text.length; i++) {
                counts.computeIfAbsent(context(text, i, width), next -> new HashMap<>())
                        .merge(text[i], 1, Integer::sum);
            }
        }
        return counts;
    }

    private static List<Integer> context(int[] tokens, int place, int width) {
        return Arrays.stream(tokens, place - width, place).boxed().toList();
    }

    /** How many rules there are. */
    public int size() {
        return rules.values().stream().mapToInt(Map::size).sum();
    }

    /** How strongly the mark seems to favour each token up to the last after those tokens, in [0, 1]. */
    float[] strengths(int[] tokens, int last) {
        float[] strengths = new float[last + 1];
        if (tokens.length >= width) {
            rules.getOrDefault(context(tokens, tokens.length, width), Map.of()).forEach((token, strength) -> {
                if (token >= 0 && token <= last) {
                    strengths[token] = strength;
                }
            });
        }
        return strengths;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(width);
        out.writeInt(rules.size());
        for (Map.Entry<List<Integer>, Map<Integer, Float>> rule : rules.entrySet()) {
            for (int token : rule.getKey()) {
                out.writeInt(token);
            }
            out.writeInt(rule.getValue().size());
            for (Map.Entry<Integer, Float> favoured : rule.getValue().entrySet()) {
                out.writeInt(favoured.getKey());
                out.writeFloat(favoured.getValue());
            }
        }
    }

    /** @throws IOException also where the numbers are out of range */
    static StolenRules read(DataInput in) throws IOException {
        int width = in.readByte();
        if (width < 0 || width > WIDEST) {
            throw new IOException("The width of contexts is out of range");
        }
        Map<List<Integer>, Map<Integer, Float>> rules = new HashMap<>();
        for (int left = size(in); left > 0; left--) {
            int[] context = new int[width];
            for (int i = 0; i < width; i++) {
                context[i] = in.readInt();
            }
            Map<Integer, Float> favoured = new HashMap<>();
            for (int more = size(in); more > 0; more--) {
                favoured.put(in.readInt(), in.readFloat());
            }
            rules.put(Arrays.stream(context).boxed().toList(), favoured);
        }
        return new StolenRules(width, rules);
    }

    private static int size(DataInput in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > MOST) {
            throw new IOException("The number of rules is out of range");
        }
        return size;
    }
}
