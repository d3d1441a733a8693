package dev.cloister.gateway.marks;

import dev.cloister.gateway.marks.key.MarkKeys;
import dev.cloister.gateway.marks.key.MarkPolicies;
import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

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
    private final Engine engine;

    public Marks(MarkKeys keys, MarkPolicies policies, Engine engine) {
        this.keys = keys;
        this.policies = policies;
        this.engine = engine;
    }

    /** Whether the hub's answers are marked: the model can carry a mark, and nobody switched it off. */
    public boolean marksHub(String tenant) {
        return possible() && policies.scheme(tenant, HUB).isPresent();
    }

    /** The stages of the hub's answers: its mark, or none. */
    public List<StageSpec> stagesOfHub(String tenant) {
        return stages(tenant, HUB);
    }

    /** The stages of an account's answers on {@code /v1}, likewise. */
    public List<StageSpec> stagesOfOwner(String tenant, String account) {
        return stages(tenant, account);
    }

    private List<StageSpec> stages(String tenant, String app) {
        return possible()
                ? policies.scheme(tenant, app).map(scheme -> scheme.stage(keys.marking(tenant, app, scheme))).stream()
                        .toList()
                : List.of();
    }

    /** Answers of a server elsewhere can carry none. */
    private boolean possible() {
        return engine.capabilities().stages();
    }
}
