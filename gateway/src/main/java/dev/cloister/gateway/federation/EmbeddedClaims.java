package dev.cloister.gateway.federation;

import dev.cloister.inference.Engine;
import dev.cloister.retrieval.federation.search.ClaimCheck;
import java.util.List;

/** Embeds a passage's text again and compares: what an owner claims beyond that, it made up. */
final class EmbeddedClaims implements ClaimCheck {

    /**
     * The same text has nearly the same vector on another machine, and an owner may add noise of 0.04. Whoever lifts its scores
     * by less than this is not found out.
     */
    private static final double ALLOWED = 0.1;

    private final Engine engine;

    EmbeddedClaims(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean holds(float[] question, String text, double cosine) {
        if (text.isBlank()) {
            return false;
        }
        float[] vector = engine.embed(List.of(text)).getFirst();
        double own = 0;
        for (int i = 0; i < vector.length; i++) {
            own += vector[i] * question[i];
        }
        return cosine <= own + ALLOWED;
    }
}
