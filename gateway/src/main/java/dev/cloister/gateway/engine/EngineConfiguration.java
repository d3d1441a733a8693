package dev.cloister.gateway.engine;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/** How the model in use is served; what is left out follows from the model and the machine. */
@ConfigMapping(prefix = "cloister.engine")
public interface EngineConfiguration {

    /** Tokens that each answer may hold, prompt included. */
    OptionalInt contextTokens();

    /** Answers that run at once. */
    OptionalInt sequences();

    /** Threads of one decode call. */
    OptionalInt threads();
}
