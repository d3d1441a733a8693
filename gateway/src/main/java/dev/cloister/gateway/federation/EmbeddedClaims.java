package dev.cloister.gateway.federation;

import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.retrieval.federation.search.ClaimCheck;
import org.jboss.logging.Logger;
import java.util.List;

/** Embeds a passage's text again and compares: what an owner claims beyond that, it made up. */
final class EmbeddedClaims implements ClaimCheck {

    private static final Logger LOG = Logger.getLogger(EmbeddedClaims.class);

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
    public Verdict check(float[] question, String text, double cosine) {
        if (text.isBlank()) {
            return Verdict.REFUTED;
        }
        float[] vector;
        try {
            vector = engine.embed(List.of(text)).getFirst();
        } catch (EngineException e) {
            LOG.warn("The text of a passage of another party could not be checked: " + e.getMessage());
            return Verdict.UNKNOWN;
        }
        double own = 0;
        for (int i = 0; i < vector.length; i++) {
            own += vector[i] * question[i];
        }
        return cosine <= own + ALLOWED ? Verdict.HOLDS : Verdict.REFUTED;
    }
}
