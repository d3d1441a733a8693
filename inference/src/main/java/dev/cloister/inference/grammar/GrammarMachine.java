package dev.cloister.inference.grammar;

import org.jspecify.annotations.Nullable;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Objects;

/**
 * A grammar beside a vocabulary: which tokens fit after which state, and how soon an answer can end. Everything found
 * out is kept with the states, within bounds, and shared by all answers of the grammar. Safe for use by several threads.
 */
final class GrammarMachine {

    /** Room without a limit. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int KEPT_MASKS = 128;

    private final TokenTrie trie;
    private final Matcher matcher;
    private final ForcedText forcedText;
    private final ShortestEnd shortestEnd;
    private final Deque<MatchState> masked = new ArrayDeque<>();
    private final @Nullable MatchState[] path;
    private final int nodes;

    GrammarMachine(TokenTrie trie, Grammar grammar, Tokenizer tokenizer) {
        this.trie = trie;
        matcher = new Matcher(grammar);
        forcedText = new ForcedText(matcher, trie.vocabulary(), tokenizer);
        shortestEnd = new ShortestEnd(matcher, trie);
        path = new MatchState[trie.vocabulary().longestPiece() + 1];
        nodes = grammar.nodes().size();
    }

    /** How large the grammar is. */
    int nodes() {
        return nodes;
    }

    synchronized MatchState start(WorkMeter payer) {
        matcher.charge(payer);
        return matcher.start();
    }

    /** The state after a token, dead where it does not fit. */
    synchronized MatchState after(MatchState state, int token, WorkMeter payer) {
        matcher.charge(payer);
        return matched(state, token);
    }

    /**
     * Whether a token may follow.
     *
     * @param left how many tokens the answer may still have, this one included
     */
    synchronized boolean allows(MatchState state, int token, int left, WorkMeter payer) {
        matcher.charge(payer);
        if (trie.vocabulary().endsGeneration(token)) {
            return state.complete;
        }
        MatchState after = matched(state, token);
        return !after.dead() && canEnd(after, left - 1);
    }

    /** Whether the answer can be completed within so many tokens. */
    synchronized boolean endsWithin(MatchState state, int tokens, WorkMeter payer) {
        matcher.charge(payer);
        return canEnd(state, tokens);
    }

    /**
     * The tokens that may follow. Not to be changed.
     *
     * @param left how many tokens the answer may still have, the next one included
     */
    synchronized BitSet allowed(MatchState state, int left, WorkMeter payer) {
        matcher.charge(payer);
        BitSet known = state.allowed;
        if (known == null) {
            known = new BitSet(trie.vocabulary().size());
            state.farthest = walk(state, UNLIMITED, known);
            state.allowed = known;
            masked.addLast(state);
            if (masked.size() > KEPT_MASKS) {
                masked.removeFirst().allowed = null;
            }
        }
        if (left == UNLIMITED || (trie.spellsAll() && state.farthest < left)) {
            return known;
        }
        BitSet near = new BitSet(trie.vocabulary().size());
        walk(state, left - 1, near);
        return near;
    }

    /** Tokens that follow in any case, in the tokenizer's own split; empty where there is a choice. */
    synchronized int[] forced(MatchState state, WorkMeter payer) {
        matcher.charge(payer);
        int[] known = state.forced;
        if (known == null) {
            known = forcedText.tokens(state);
            state.forced = known;
        }
        return known;
    }

    private boolean canEnd(MatchState state, int tokens) {
        return state.complete
                || tokens >= UNLIMITED - 1
                || (trie.spellsAll() && state.cost <= tokens)
                || (tokens > 0 && shortestEnd.tokens(state) <= tokens);
    }

    private MatchState matched(MatchState state, int token) {
        byte[] piece = trie.vocabulary().piece(token);
        return piece.length > 0 ? matcher.step(state, piece) : matcher.step(state, Matcher.CONTROL + token);
    }

    /**
     * Adds the tokens that fit and leave the answer completable within the room.
     *
     * @return the most symbols that the way to the end takes behind any of them
     */
    private int walk(MatchState state, int room, BitSet allowed) {
        int farthest = 0;
        path[0] = state;
        int node = 0;
        while (node < trie.size()) {
            int depth = trie.depth(node);
            MatchState reached = matcher.step(Objects.requireNonNull(path[depth - 1]), trie.label(node));
            if (reached.dead()) {
                node = trie.end(node);
                continue;
            }
            path[depth] = reached;
            if (trie.isToken(node) && canEnd(reached, room)) {
                trie.addTokens(node, allowed);
                farthest = Math.max(farthest, reached.cost);
            }
            node++;
        }
        for (int control : matcher.controls(state)) {
            MatchState reached = matcher.step(state, Matcher.CONTROL + control);
            allowed.set(control, canEnd(reached, room));
            farthest = Math.max(farthest, reached.cost);
        }
        if (state.complete) {
            for (int end : trie.vocabulary().endTokens()) {
                allowed.set(end);
            }
        }
        return farthest;
    }
}
