package dev.cloister.gateway.hub;

import java.util.List;
import java.util.Optional;

/**
 * What a program may ask of the hub beside the question. It holds for what the model writes; what an app says is quoted
 * as it is.
 *
 * @param maxTokens most tokens to generate, at most as many as the hub would by itself
 * @param seed for the draw
 * @param stop texts that end the answer
 */
public record Wishes(Optional<Integer> maxTokens, Optional<Long> seed, List<String> stop) {

    /** Whatever the hub does by itself. */
    public static final Wishes NONE = new Wishes(Optional.empty(), Optional.empty(), List.of());

    public Wishes {
        stop = List.copyOf(stop);
    }

    int atMost(int hubsOwn) {
        return Math.min(hubsOwn, maxTokens.orElse(hubsOwn));
    }
}
