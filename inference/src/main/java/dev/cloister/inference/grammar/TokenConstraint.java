package dev.cloister.inference.grammar;

import dev.cloister.inference.sampling.Constraint;
import java.util.BitSet;

/** Keeps an answer inside a grammar. An answer may end only where it is complete, and ends where nothing can follow. */
final class TokenConstraint implements Constraint {

    private final TokenTable table;
    private final Matcher matcher;
    private MatchState state;

    TokenConstraint(TokenTable table, Grammar grammar) {
        this.table = table;
        matcher = new Matcher(grammar);
        state = matcher.start();
    }

    @Override
    public boolean allows(int token) {
        if (table.vocabulary().endsGeneration(token)) {
            return state.complete;
        }
        byte[] bytes = table.vocabulary().piece(token);
        return bytes.length > 0
                ? !matcher.step(state, bytes).dead()
                : !matcher.stepToken(state, token).dead();
    }

    @Override
    public BitSet allowed() {
        return table.allowed(matcher, state);
    }

    @Override
    public void accept(int token) {
        byte[] bytes = table.vocabulary().piece(token);
        state = bytes.length > 0 ? matcher.step(state, bytes) : matcher.stepToken(state, token);
    }

    @Override
    public boolean finished() {
        return state.complete && state.places.isEmpty();
    }
}
