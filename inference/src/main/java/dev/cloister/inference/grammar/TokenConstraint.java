package dev.cloister.inference.grammar;

import dev.cloister.inference.sampling.Constraint;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Keeps an answer inside a grammar. An answer may end only where it is complete, and ends where nothing can follow. Where
 * its token limit suffices for an answer at all, it is kept to what can still be completed within the limit.
 */
final class TokenConstraint implements Constraint {

    private static final int[] NONE = {};

    private final GrammarMachine machine;
    private final WorkMeter work = new WorkMeter();
    private MatchState state;
    private int left = GrammarMachine.UNLIMITED;
    private int[] forced = NONE;
    private int forcedAt;

    TokenConstraint(GrammarMachine machine) {
        this.machine = machine;
        state = machine.start(work);
    }

    @Override
    public void limit(int tokens) {
        left = machine.endsWithin(state, tokens, work) ? tokens : GrammarMachine.UNLIMITED;
    }

    @Override
    public boolean allows(int token) {
        return machine.allows(state, token, left, work);
    }

    @Override
    public BitSet allowed() {
        return machine.allowed(state, left, work);
    }

    @Override
    public OptionalInt forced() {
        if (forcedAt >= forced.length) {
            forced = machine.forced(state, work);
            forcedAt = 0;
        }
        // The tokenizer's split may be longer than the shortest one, which the limit counts on.
        return forcedAt < forced.length && machine.allows(state, forced[forcedAt], left, work)
                ? OptionalInt.of(forced[forcedAt])
                : OptionalInt.empty();
    }

    @Override
    public void accept(int token) {
        if (forcedAt < forced.length && forced[forcedAt] == token) {
            forcedAt++;
        } else {
            forced = NONE;
            forcedAt = 0;
        }
        state = machine.after(state, token, work);
        left = left == GrammarMachine.UNLIMITED ? GrammarMachine.UNLIMITED : left - 1;
    }

    @Override
    public boolean complete() {
        return state.complete;
    }

    @Override
    public boolean finished() {
        return state.finished();
    }
}
