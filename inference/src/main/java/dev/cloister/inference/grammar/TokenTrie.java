package dev.cloister.inference.grammar;

import dev.cloister.inference.llama.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A vocabulary's tokens as a tree of their bytes, so that common beginnings are matched once and what cannot follow is
 * left out with all that begins like it. Tokens that end an answer and control tokens are not in it.
 *
 * <p>Nodes lie in depth-first order; a node's children begin right behind it.
 */
final class TokenTrie {

    private static final int NONE = -1;

    private final Vocabulary vocabulary;
    private final byte[] labels;
    private final short[] depths;
    private final int[] ends;
    private final int[] tokens;
    private final int[] sameText;
    private final boolean spellsAll;

    TokenTrie(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        int[] sorted = IntStream.range(0, vocabulary.size())
                .filter(id -> vocabulary.piece(id).length > 0 && !vocabulary.endsGeneration(id))
                .boxed()
                .sorted((x, y) -> Arrays.compareUnsigned(vocabulary.piece(x), vocabulary.piece(y)))
                .mapToInt(Integer::intValue)
                .toArray();
        int nodes = nodes(sorted);
        labels = new byte[nodes];
        depths = new short[nodes];
        ends = new int[nodes];
        tokens = new int[nodes];
        sameText = new int[vocabulary.size()];
        Arrays.fill(tokens, NONE);
        Arrays.fill(sameText, NONE);
        fill(sorted);
        spellsAll = IntStream.range(0, 256)
                .filter(value -> value != 0xC0 && value != 0xC1 && value < 0xF5)
                .allMatch(value -> spells((byte) value));
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Whether each byte of UTF-8 is a token of its own, so that any n bytes are at most n tokens. */
    boolean spellsAll() {
        return spellsAll;
    }

    int size() {
        return labels.length;
    }

    /** The byte that leads to a node. */
    int label(int node) {
        return labels[node] & 0xFF;
    }

    /** How many bytes lead to a node. */
    int depth(int node) {
        return depths[node];
    }

    /** The first node that does not begin like this one. */
    int end(int node) {
        return ends[node];
    }

    /** Whether a token ends at the node. */
    boolean isToken(int node) {
        return tokens[node] != NONE;
    }

    /** Adds all tokens whose bytes lead to the node. */
    void addTokens(int node, BitSet to) {
        for (int token = tokens[node]; token != NONE; token = sameText[token]) {
            to.set(token);
        }
    }

    /** The child of a node by a byte, the roots' by -1; -1 where there is none. */
    int child(int node, byte label) {
        int end = node < 0 ? labels.length : ends[node];
        for (int child = node + 1; child < end; child = ends[child]) {
            if (labels[child] == label) {
                return child;
            }
        }
        return NONE;
    }

    private boolean spells(byte value) {
        int node = child(NONE, value);
        return node >= 0 && isToken(node);
    }

    private int nodes(int[] sorted) {
        int count = 0;
        byte[] before = {};
        for (int token : sorted) {
            byte[] piece = vocabulary.piece(token);
            count += piece.length - shared(before, piece);
            before = piece;
        }
        return count;
    }

    private void fill(int[] sorted) {
        int[] path = new int[vocabulary.longestPiece() + 1];
        int next = 0;
        byte[] before = {};
        for (int token : sorted) {
            byte[] piece = vocabulary.piece(token);
            int shared = shared(before, piece);
            for (int depth = shared + 1; depth <= before.length; depth++) {
                ends[path[depth]] = next;
            }
            for (int depth = shared + 1; depth <= piece.length; depth++) {
                labels[next] = piece[depth - 1];
                depths[next] = (short) depth;
                path[depth] = next++;
            }
            int node = path[piece.length];
            sameText[token] = tokens[node];
            tokens[node] = token;
            before = piece;
        }
        for (int depth = 1; depth <= before.length; depth++) {
            ends[path[depth]] = next;
        }
    }

    private static int shared(byte[] before, byte[] piece) {
        int mismatch = Arrays.mismatch(before, piece);
        return mismatch < 0 ? piece.length : mismatch;
    }
}
