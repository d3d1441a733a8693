package dev.cloister.gateway.engine;

import dev.cloister.inference.llama.KvType;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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

    /** What keys and values are kept as. */
    @WithDefault("f16")
    KvType kvType();

    /** Whether answers have the same bits on any number of threads, for which they are computed more slowly. */
    @WithDefault("false")
    boolean reproducible();
}
