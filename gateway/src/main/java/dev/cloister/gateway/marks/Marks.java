package dev.cloister.gateway.marks;

import dev.cloister.gateway.marks.key.KeyScheme;
import dev.cloister.gateway.marks.key.KeyedSchemes;
import dev.cloister.gateway.marks.key.MarkKeys;
import dev.cloister.gateway.marks.key.MarkPolicies;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The mark on every generated answer. The hub's answers carry the key of the app {@code hub}; answers on {@code /v1}
 * with a bare model carry the key of the token's owner; no account may be called {@code hub}.
 */
@ApplicationScoped
public class Marks {

    /** The app whose key marks the hub's answers. */
    public static final String HUB = "hub";

    private final MarkKeys keys;
    private final MarkPolicies policies;
    private final KeyedSchemes schemes;
    private final Engine engine;

    public Marks(MarkKeys keys, MarkPolicies policies, KeyedSchemes schemes, Engine engine) {
        this.keys = keys;
        this.policies = policies;
        this.schemes = schemes;
        this.engine = engine;
    }

    /** Whether answers of the model in use can be marked: it runs here, or its server takes enough biases of known tokens. */
    public boolean possible() {
        return schemes.marking(AppScheme.DEFAULT).isPresent();
    }

    /** Whether the hub's answers are marked: the model can carry a mark, and nobody switched it off. */
    public boolean marksHub(String tenant) {
        return possible() && policies.scheme(tenant, HUB).isPresent();
    }

    /** The mark of the hub's answers, or none. */
    public Mark ofHub(String tenant) {
        return mark(tenant, HUB);
    }

    /** The mark of an account's answers on {@code /v1}, likewise. */
    public Mark ofOwner(String tenant, String account) {
        return mark(tenant, account);
    }

    private Mark mark(String tenant, String app) {
        return policies.scheme(tenant, app)
                .flatMap(schemes::marking)
                .map(scheme -> mark(tenant, app, scheme))
                .orElse(Mark.NONE);
    }

    private Mark mark(String tenant, String app, KeyScheme scheme) {
        MarkKey key = keys.marking(tenant, app, scheme);
        return switch (scheme) {
            case KeyScheme.Chosen(AppScheme chosen) -> Mark.of(chosen.stage(key));
            case KeyScheme.Sparse sparse ->
                Mark.of(
                        schemes.biases(sparse, key).orElseThrow(KeyedSchemes::listMissing),
                        engine.capabilities().logitBiases());
        };
    }
}
