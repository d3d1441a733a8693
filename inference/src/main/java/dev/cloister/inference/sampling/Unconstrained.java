package dev.cloister.inference.sampling;

import java.util.BitSet;

/** Nothing is forbidden. */
record Unconstrained() implements Constraint {

    @Override
    public boolean allows(int token) {
        return true;
    }

    @Override
    public BitSet allowed() {
        throw new IllegalStateException("nothing is forbidden, so nobody asks");
    }

    @Override
    public void accept(int token) {}

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public boolean finished() {
        return false;
    }
}
