package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.SandboxSpec;

/** What the gateway asks of the starter: one request a connection. */
sealed interface Request {

    Kind kind();

    /** What does the tier have? */
    record Describe(Kind kind) implements Request {}

    /** Start this. */
    record Start(Kind kind, SandboxSpec spec) implements Request {}
}
