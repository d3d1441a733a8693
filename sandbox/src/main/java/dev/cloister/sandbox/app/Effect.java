package dev.cloister.sandbox.app;

/** What a tool changes outside of its sandbox, as its manifest declares it. */
public enum Effect {
    /** Nothing, and it reads nothing of the user's. */
    NONE,
    /** Nothing, but it reads the user's data. */
    READ,
    /** Something that can be undone. */
    WRITE,
    /** Something that cannot be undone. */
    IRREVERSIBLE
}
