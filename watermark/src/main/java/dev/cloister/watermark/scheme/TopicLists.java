package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

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

    private static final int ORDER = -2;

    public TopicLists {
        lists = lists.stream().map(list -> (BitSet) list.clone()).toList();
        dealt = (BitSet) dealt.clone();
    }

    /** Deals a vocabulary by the key's order. */
    public static TopicLists deal(MarkKey key, TopicVocabulary vocabulary) {
        return deal(ordered(key, vocabulary), vocabulary);
    }

    /**
     * Deals a vocabulary.
     *
     * @param rest the tokens that are near no topic, in the order in which they are dealt
     */
    public static TopicLists deal(int[] rest, TopicVocabulary vocabulary) {
        List<BitSet> lists = new ArrayList<>();
        for (int topic = 0; topic < vocabulary.topics(); topic++) {
            BitSet list = new BitSet(vocabulary.size());
            Arrays.stream(vocabulary.near(topic)).forEach(list::set);
            lists.add(list);
        }
        BitSet dealt = new BitSet(vocabulary.size());
        for (int i = 0; i < rest.length; i++) {
            lists.get(i % vocabulary.topics()).set(rest[i]);
            dealt.set(rest[i]);
        }
        return new TopicLists(lists, dealt);
    }

    private static int[] ordered(MarkKey key, TopicVocabulary vocabulary) {
        TokenMac mac = TokenMac.of(key);
        long[] order = new long[vocabulary.size()];
        Arrays.setAll(order, token -> mac.firstEightBytes(ORDER, token));
        return Arrays.stream(vocabulary.rest())
                .boxed()
                .sorted(Comparator.comparingLong(token -> order[token]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
