package dev.cloister.inference.grammar;

/** A node of a grammar's graph; nodes refer to each other by index. */
sealed interface Node {

    /** One byte of the set, then the next node. */
    record Bytes(ByteSet set, int next) implements Node {}

    /** One control token, then the next node. */
    record Token(int id, int next) implements Node {}

    /** A whole rule, then the next node. */
    record Call(int rule, int next) implements Node {}

    /** One of several nodes, without a byte. */
    record Split(int[] choices) implements Node {}

    /** The end of a rule. */
    record Return() implements Node {}
}
