package dev.cloister.gateway.marks;

import dev.cloister.gateway.marks.key.KeyScheme;
import dev.cloister.gateway.marks.key.KeyedSchemes;
import dev.cloister.gateway.marks.key.MarkKeys;
import dev.cloister.gateway.marks.key.MarkPolicies;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GenerationRequest;
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

    /** A request of the hub with its answer marked, unless that was switched off. */
    public GenerationRequest onHub(String tenant, GenerationRequest request) {
        return marked(tenant, HUB, request);
    }

    /** An account's request on {@code /v1}, likewise. */
    public GenerationRequest onOwner(String tenant, String account, GenerationRequest request) {
        return marked(tenant, account, request);
    }

    private GenerationRequest marked(String tenant, String app, GenerationRequest request) {
        return policies.scheme(tenant, app)
                .map(scheme -> request.sampling().temperature() == 0 ? scheme.atTemperatureZero() : scheme)
                .flatMap(schemes::marking)
                .map(scheme -> mark(tenant, app, scheme).on(request))
                .orElse(request);
    }

    private Mark mark(String tenant, String app, KeyScheme scheme) {
        MarkKey key = keys.marking(tenant, app, scheme);
        return switch (scheme) {
            case KeyScheme.Chosen(AppScheme chosen) ->
                Mark.of(chosen.stage(key).withLabel(chosen.code() + " " + key.id()));
            case KeyScheme.Sparse sparse ->
                Mark.of(
                        schemes.biases(sparse, key).orElseThrow(KeyedSchemes::listMissing),
                        engine.capabilities().logitBiases());
        };
    }
}
