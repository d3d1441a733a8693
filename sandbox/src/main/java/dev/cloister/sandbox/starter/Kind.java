package dev.cloister.sandbox.starter;

/** The tiers that sandboxes can be asked of. */
enum Kind {
    /** Bubblewrap. */
    STANDARD,
    /** gVisor. */
    STRICT
}
