package dev.cloister.inference.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A server and how to ask it.
 *
 * @param name our name of the model
 * @param address the API's base, up to and including {@code /v1}
 * @param model the server's name of the model
 * @param key read for each request, so that a changed key needs no restart
 * @param limits what the server was declared to do
 * @param patience how long to wait for it
 */
public record ServerSettings(
        String name,
        URI address,
        String model,
        Supplier<Optional<String>> key,
        ServerLimits limits,
        Patience patience) {

    /**
     * How long to wait.
     *
     * @param first for the first token: the server may have to load the model and read the prompt
     * @param next for each later one; bytes that complete none do not count
     * @param whole for the whole answer
     */
    public record Patience(Duration first, Duration next, Duration whole) {

        /** For a server that may be busy or slow. */
        public static final Patience USUAL =
                new Patience(Duration.ofMinutes(3), Duration.ofSeconds(60), Duration.ofMinutes(30));
    }
}
