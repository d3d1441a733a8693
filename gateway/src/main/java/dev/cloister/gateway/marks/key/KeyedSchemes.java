package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.scheme.SparseBias;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Schemes with their keys, for the model in use. */
@ApplicationScoped
public class KeyedSchemes {

    private final Engine engine;
    private final HumanWindows human;

    public KeyedSchemes(Engine engine, HumanWindows human) {
        this.engine = engine;
        this.human = human;
    }

    /** What marks answers of the model in use where that scheme was chosen; empty where nothing can. */
    public Optional<KeyScheme> marking(AppScheme chosen) {
        return KeyScheme.on(engine.capabilities(), chosen)
                .filter(scheme -> scheme instanceof KeyScheme.Chosen || human.readable());
    }

    /** The scheme with that key; empty where the texts are missing that its list is made from. */
    Optional<MarkScheme.OnTokens> with(KeyScheme scheme, MarkKey key) {
        return switch (scheme) {
            case KeyScheme.Chosen(AppScheme chosen) -> Optional.of(chosen.with(key));
            case KeyScheme.Sparse sparse -> biases(sparse, key).map(MarkScheme.OnTokens.class::cast);
        };
    }

    /** The same where the scheme is one of biases. */
    public Optional<SparseBias> biases(KeyScheme.Sparse scheme, MarkKey key) {
        return human.frequent(engine.model().tokenizerSha256(), scheme.entries())
                .map(list -> new SparseBias(key, list, SparseBias.DELTA));
    }

    /** What is said where a scheme's list cannot be made. */
    public static Refusal listMissing() {
        return new Refusal(
                503,
                "MARK_LIST_MISSING",
                "The human texts are missing whose most frequent words this scheme prefers.",
                "The key in use, if any, stays. ./cloister up fetches the texts.");
    }
}
