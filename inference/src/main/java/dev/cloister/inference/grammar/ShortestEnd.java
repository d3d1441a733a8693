package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * How many tokens the shortest text that completes an answer takes: the fewest tokens that spell it. That text is the
 * same seen from every state on its way, so a budget that suffices at a state suffices all along.
 */
final class ShortestEnd {

    /** Beyond this many symbols nothing is promised. */
    private static final int LONGEST = 8192;

    private final Matcher matcher;
    private final TokenTrie trie;

    ShortestEnd(Matcher matcher, TokenTrie trie) {
        this.matcher = matcher;
        this.trie = trie;
    }

    int tokens(MatchState state) {
        if (state.tokensToClose != MatchState.UNKNOWN) {
            return state.tokensToClose;
        }
        if (state.cost > LONGEST) {
            return Grammar.NEVER;
        }
        List<MatchState> way = new ArrayList<>(List.of(state));
        int[] symbols = new int[state.cost];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = matcher.towardsTheEnd(way.getLast());
            way.add(matcher.step(way.getLast(), symbols[i]));
        }
        int[] fewest = new int[symbols.length + 1];
        for (int from = symbols.length - 1; from >= 0; from--) {
            fewest[from] = fewest(symbols, from, fewest);
        }
        for (int i = 0; i < fewest.length; i++) {
            way.get(i).tokensToClose = fewest[i];
        }
        return fewest[0];
    }

    private int fewest(int[] symbols, int from, int[] behind) {
        if (symbols[from] >= Matcher.CONTROL) {
            return 1 + behind[from + 1];
        }
        int least = Grammar.NEVER;
        int node = -1;
        for (int at = from; at < symbols.length && symbols[at] < Matcher.CONTROL; at++) {
            node = trie.child(node, (byte) symbols[at]);
            if (node < 0) {
                break;
            }
            if (trie.isToken(node)) {
                least = Math.min(least, 1 + behind[at + 1]);
            }
        }
        return Math.min(Grammar.NEVER, least);
    }
}
