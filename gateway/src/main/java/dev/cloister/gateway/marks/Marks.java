package dev.cloister.gateway.marks;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.detect.Detection;
import dev.cloister.watermark.detect.Detector;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.key.MarkName;
import dev.cloister.watermark.key.MasterKey;
import dev.cloister.watermark.scheme.GreenListParameters;
import dev.cloister.watermark.scheme.GreenListStageFactory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/**
 * The mark on every generated answer. The hub's answers carry the key of the app {@code hub}; answers on {@code /v1}
 * with a bare model carry the key of the token's owner; no account may be called {@code hub}.
 */
@ApplicationScoped
public class Marks {

    private static final String HUB = "hub";
    private static final long EPOCH = 1;
    private static final GreenListParameters PARAMETERS = GreenListParameters.DEFAULT;

    private final MasterKey master;
    private final Engine engine;
    private final Accounts accounts;
    private final Detector detector = new Detector(PARAMETERS);

    public Marks(Home home, Engine engine, Accounts accounts) {
        this.master = MasterKey.openOrCreate(home.keys().resolve("watermark.master"));
        this.engine = engine;
        this.accounts = accounts;
    }

    @PreDestroy
    void forget() {
        master.close();
    }

    /** Whether answers of the model in use can carry a mark; those of a server elsewhere cannot. */
    public boolean possible() {
        return engine.capabilities().stages();
    }

    /** The stages of the hub's answers: its mark, or none where the model can carry none. */
    public List<StageSpec> stagesOfHub(String tenant) {
        return possible() ? List.of(ofHub(tenant)) : List.of();
    }

    /** The stages of an account's answers on {@code /v1}, likewise. */
    public List<StageSpec> stagesOfOwner(String tenant, String account) {
        return possible() ? List.of(ofOwner(tenant, account)) : List.of();
    }

    /** The stage that marks the hub's answers. */
    public StageSpec ofHub(String tenant) {
        return GreenListStageFactory.spec(key(tenant, HUB), PARAMETERS);
    }

    /** The stage that marks an account's answers on {@code /v1}. */
    public StageSpec ofOwner(String tenant, String account) {
        return GreenListStageFactory.spec(key(tenant, account), PARAMETERS);
    }

    /**
     * Looks for any mark of the tenant.
     *
     * @throws dev.cloister.inference.EngineException NOT_SUPPORTED while a model of another server is in use
     */
    public Detection detect(String tenant, String text) {
        int[] tokens = engine.tokenize(text);
        List<MarkKey> keys = Stream.concat(Stream.of(HUB), accounts.names(tenant).stream())
                .map(app -> key(tenant, app))
                .toList();
        return detector.detect(tokens, keys);
    }

    private MarkKey key(String tenant, String app) {
        return MarkKey.derive(
                master,
                new MarkName(
                        tenant,
                        app,
                        GreenListStageFactory.NAME,
                        EPOCH,
                        engine.model().tokenizerSha256()));
    }
}
