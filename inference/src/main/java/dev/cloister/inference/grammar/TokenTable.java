package dev.cloister.inference.grammar;

import dev.cloister.inference.llama.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** A vocabulary's tokens in the order of their bytes, so that common beginnings are matched once. */
final class TokenTable {

    private final Vocabulary vocabulary;
    private final int[] sorted;
    private final int[] shared;

    TokenTable(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        sorted = IntStream.range(0, vocabulary.size())
                .filter(id -> vocabulary.piece(id).length > 0 && !vocabulary.endsGeneration(id))
                .boxed()
                .sorted((x, y) -> Arrays.compareUnsigned(vocabulary.piece(x), vocabulary.piece(y)))
                .mapToInt(Integer::intValue)
                .toArray();
        shared = new int[sorted.length];
        for (int i = 1; i < sorted.length; i++) {
            byte[] before = vocabulary.piece(sorted[i - 1]);
            byte[] here = vocabulary.piece(sorted[i]);
            int mismatch = Arrays.mismatch(before, here);
            shared[i] = mismatch < 0 ? here.length : mismatch;
        }
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The tokens that fit after the state, the ends of an answer where it is complete. */
    BitSet allowed(Matcher matcher, MatchState state) {
        if (state.allowed.isPresent()) {
            return state.allowed.get();
        }
        BitSet allowed = new BitSet(vocabulary.size());
        MatchState[] path = new MatchState[vocabulary.longestPiece() + 1];
        path[0] = state;
        int reached = 0;
        for (int i = 0; i < sorted.length; i++) {
            byte[] bytes = vocabulary.piece(sorted[i]);
            reached = Math.min(reached, shared[i]);
            while (reached < bytes.length && !path[reached].dead()) {
                path[reached + 1] = matcher.step(path[reached], bytes[reached] & 0xFF);
                reached++;
            }
            allowed.set(sorted[i], reached == bytes.length && !path[reached].dead());
        }
        for (int token : matcher.controls(state)) {
            allowed.set(token);
        }
        if (state.complete) {
            for (int end : vocabulary.endTokens()) {
                allowed.set(end);
            }
        }
        state.allowed = java.util.Optional.of(allowed);
        return allowed;
    }
}
