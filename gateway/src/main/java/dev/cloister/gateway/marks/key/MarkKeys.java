package dev.cloister.gateway.marks.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.evidence.Statements;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.certificate.Certificate;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.key.MarkName;
import dev.cloister.watermark.key.MasterKey;
import dev.cloister.watermark.scheme.AppScheme;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that mark. A key is measured on human texts before it marks anything; one that calls too many of them marked
 * is refused, and the next epoch's is drawn. A rotated key marks no longer, and its marks are found for ever.
 */
@ApplicationScoped
public class MarkKeys {

    private static final int MOST_DRAWS = 5;

    private final MasterKey master;
    private final KeyStore store;
    private final HumanWindows human;
    private final Engine engine;
    private final Statements statements;
    private final Ledger ledger;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<Slot, StoredKey> active = new ConcurrentHashMap<>();

    public MarkKeys(
            Home home,
            KeyStore store,
            HumanWindows human,
            Engine engine,
            Statements statements,
            Ledger ledger,
            ObjectMapper json,
            Clock clock) {
        this.master = MasterKey.openOrCreate(home.keys().resolve("watermark.master"));
        this.store = store;
        this.human = human;
        this.engine = engine;
        this.statements = statements;
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
    }

    private record Slot(String tenant, String app, AppScheme scheme, String tokenizer) {}

    @PreDestroy
    void forget() {
        master.close();
    }

    /** The key that marks an app's answers now; made where there is none yet. */
    public MarkKey marking(String tenant, String app, AppScheme scheme) {
        Slot slot = slot(tenant, app, scheme);
        StoredKey key = active.get(slot);
        return secret(tenant, key == null ? activeOrFirst(slot) : key);
    }

    private synchronized StoredKey activeOrFirst(Slot slot) {
        StoredKey key = store.of(slot.tenant(), slot.app(), slot.scheme().code(), slot.tokenizer()).stream()
                .filter(one -> one.state() == StoredKey.State.ACTIVE)
                .findFirst()
                .orElseGet(() -> drawn(slot, "system"));
        active.put(slot, key);
        return key;
    }

    /**
     * Replaces the key that marks an app's answers.
     *
     * @throws Refusal with MARK_KEYS_REFUSED where no key passed; the old one stays
     */
    public synchronized StoredKey rotate(String tenant, String app, AppScheme scheme, String by) {
        Slot slot = slot(tenant, app, scheme);
        StoredKey key = drawn(slot, by);
        active.put(slot, key);
        return key;
    }

    /** All keys of the tenant. */
    public List<StoredKey> all(String tenant) {
        return store.all(tenant);
    }

    /** What the model's texts may be marked with: all keys that mark or marked. */
    public List<Candidate> candidates(String tenant) {
        String tokenizer = engine.model().tokenizerSha256();
        return store.all(tenant).stream()
                .filter(key -> key.state() != StoredKey.State.REFUSED
                        && key.tokenizer().equals(tokenizer))
                .flatMap(key -> AppScheme.named(key.scheme()).map(scheme -> candidate(tenant, key, scheme)).stream())
                .toList();
    }

    /** The next epoch whose key passes. */
    private StoredKey drawn(Slot slot, String by) {
        long epoch = store.of(slot.tenant(), slot.app(), slot.scheme().code(), slot.tokenizer()).stream()
                .mapToLong(StoredKey::epoch)
                .max()
                .orElse(0);
        for (int draw = 1; draw <= MOST_DRAWS; draw++) {
            StoredKey key = certified(slot, epoch + draw, by);
            store.add(slot.tenant(), key);
            boolean passed = key.state() == StoredKey.State.ACTIVE;
            ledger.append(
                    slot.tenant(),
                    by,
                    passed ? "mark.key_activated" : "mark.key_refused",
                    Map.of(
                            "app", key.app(),
                            "scheme", key.scheme(),
                            "epoch", key.epoch(),
                            "keyId", key.keyId(),
                            "certified", key.certificate().isPresent()));
            if (passed) {
                return key;
            }
        }
        throw new Refusal(
                503,
                "MARK_KEYS_REFUSED",
                "None of " + MOST_DRAWS + " keys passed its measurement on human texts.",
                "The key in use, if any, stays. Something is wrong with the texts or the scheme; see the certificates.");
    }

    private StoredKey certified(Slot slot, long epoch, String by) {
        MarkName name = new MarkName(slot.tenant(), slot.app(), slot.scheme().code(), epoch, slot.tokenizer());
        MarkKey secret = MarkKey.derive(master, name);
        Candidate candidate = new Candidate(
                secret.id(), slot.scheme().with(secret), slot.scheme().effect());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Certificate> measured = human.certifier().map(certifier -> certifier.certify(candidate));
        boolean passed = measured.map(Certificate::passed).orElse(true);
        return new StoredKey(
                slot.app(),
                slot.scheme().code(),
                slot.tokenizer(),
                epoch,
                secret.id(),
                passed ? StoredKey.State.ACTIVE : StoredKey.State.REFUSED,
                measured.map(certificate -> signed(name, certificate, now)),
                by,
                now);
    }

    private String signed(MarkName name, Certificate certificate, Instant now) {
        try {
            return json.writeValueAsString(statements.sign(
                    KeyCertificate.TYPE, KeyCertificate.of(name, certificate, HumanWindows.source(), now)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Envelopes are plain records.", e);
        }
    }

    private Candidate candidate(String tenant, StoredKey key, AppScheme scheme) {
        return new Candidate(key.keyId(), scheme.with(secret(tenant, key)), scheme.effect());
    }

    private MarkKey secret(String tenant, StoredKey key) {
        return MarkKey.derive(master, new MarkName(tenant, key.app(), key.scheme(), key.epoch(), key.tokenizer()));
    }

    private Slot slot(String tenant, String app, AppScheme scheme) {
        return new Slot(tenant, app, scheme, engine.model().tokenizerSha256());
    }
}
