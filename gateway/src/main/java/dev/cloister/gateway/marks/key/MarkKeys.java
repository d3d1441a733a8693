package dev.cloister.gateway.marks.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.evidence.Statements;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.certificate.Certificate;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.key.MarkName;
import dev.cloister.watermark.key.MasterKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.statistics.Effect;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The keys that mark. A key is measured on human texts before it marks anything; one that calls too many of them marked
 * is refused, and the next epoch's is drawn. A rotated key marks no longer, and its marks are found for ever.
 */
@ApplicationScoped
public class MarkKeys {

    private static final Logger LOG = Logger.getLogger(MarkKeys.class);
    private static final String SYSTEM = "system";
    /** What marked before keys were kept. */
    private static final AppScheme BEFORE_KEYS = AppScheme.GREEN_LIST;

    private static final int MOST_DRAWS = 5;
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(10);

    private final MasterKey master;
    private final KeyStore store;
    private final HumanWindows human;
    private final OwnTexts own;
    private final KeyedSchemes schemes;
    private final Engine engine;
    private final Statements statements;
    private final Ledger ledger;
    private final ObjectMapper json;
    private final Clock clock;
    private final Accounts accounts;
    private final Map<Slot, StoredKey> active = new ConcurrentHashMap<>();
    private final Map<Slot, ReentrantLock> draws = new ConcurrentHashMap<>();
    private final Map<Slot, Instant> refusedAt = new ConcurrentHashMap<>();

    public MarkKeys(
            MasterKeySource source,
            KeyStore store,
            HumanWindows human,
            OwnTexts own,
            KeyedSchemes schemes,
            Engine engine,
            Statements statements,
            Ledger ledger,
            Accounts accounts,
            ObjectMapper json,
            Clock clock) {
        this.master = source.open();
        this.store = store;
        this.human = human;
        this.own = own;
        this.schemes = schemes;
        this.engine = engine;
        this.statements = statements;
        this.ledger = ledger;
        this.accounts = accounts;
        this.json = json;
        this.clock = clock;
    }

    private record Slot(String tenant, String app, KeyScheme scheme, String tokenizer) {}

    /** A master key that cannot be used is told while the gateway starts, not to whoever asks first. */
    void onStart(@Observes @Priority(1) StartupEvent event) {
        LOG.debug("The master key of marks is there.");
    }

    @PreDestroy
    void forget() {
        master.close();
    }

    /** The key that marks an app's answers now; made where there is none yet. */
    public MarkKey marking(String tenant, String app, KeyScheme scheme) {
        Slot slot = slot(tenant, app, scheme);
        StoredKey key = active.get(slot);
        return secret(tenant, key == null ? activeOrFirst(slot) : key);
    }

    private StoredKey activeOrFirst(Slot slot) {
        return stored(slot).orElseGet(() -> alone(slot, () -> stored(slot).orElseGet(() -> first(slot))));
    }

    private Optional<StoredKey> stored(Slot slot) {
        Optional<StoredKey> key = store
                .of(slot.tenant(), slot.app(), slot.scheme().code(), slot.tokenizer())
                .stream()
                .filter(one -> one.state() == StoredKey.State.ACTIVE)
                .findFirst();
        key.ifPresent(one -> active.put(slot, one));
        return key;
    }

    /**
     * Replaces the key that marks an app's answers.
     *
     * @throws Refusal with MARK_KEYS_REFUSED where no key passed, or MARK_LIST_MISSING where a scheme's list cannot be made;
     *     the old one stays
     */
    public StoredKey rotate(String tenant, String app, KeyScheme scheme, String by) {
        Slot slot = slot(tenant, app, scheme);
        return alone(slot, () -> {
            requireNoRecentRefusal(slot);
            return drawn(slot, trials(slot), by);
        });
    }

    /** One draw at a time for an app; others go on. */
    private <T> T alone(Slot slot, Supplier<T> draw) {
        ReentrantLock lock = draws.computeIfAbsent(slot, same -> new ReentrantLock());
        lock.lock();
        try {
            return draw.get();
        } finally {
            lock.unlock();
        }
    }

    /** All keys of the tenant. */
    public List<StoredKey> all(String tenant) {
        return store.all(tenant);
    }

    /**
     * What the texts of the model in use may be marked with.
     *
     * @param candidates all keys that mark or marked them
     * @param leftOut keys of models with other vocabularies: their marks can be found only while such a model is in use
     * @param effectUnknown whether nobody measured how strongly answers of the model in use bear a mark, or those that one of
     *     the keys marks
     */
    public record Searchable(List<Candidate> candidates, int leftOut, boolean effectUnknown) {}

    /** The keys to look for in a text. */
    public Searchable searchable(String tenant) {
        String tokenizer = engine.model().tokenizerSha256();
        List<StoredKey> used = store.all(tenant).stream()
                .filter(key -> key.state() != StoredKey.State.REFUSED)
                .toList();
        List<Candidate> candidates = used.stream()
                .filter(key -> key.tokenizer().equals(tokenizer))
                .flatMap(
                        key -> KeyScheme.named(key.scheme()).flatMap(scheme -> candidate(tenant, key, scheme)).stream())
                .toList();
        boolean effectUnknown = !AppScheme.measuredOn(engine.model().fileSha256())
                || candidates.stream().anyMatch(candidate -> candidate.effect().equals(Effect.UNKNOWN));
        return new Searchable(candidates, used.size() - candidates.size(), effectUnknown);
    }

    /** After other texts were chosen, keys that were refused on those of before say nothing. */
    void textsChanged(String tenant) {
        refusedAt.keySet().removeIf(slot -> slot.tenant().equals(tenant));
    }

    /** An answer waits for it: where the tenant's own texts cannot be read, or refuse every key, the shipped ones decide. */
    private StoredKey first(Slot slot) {
        requireNoRecentRefusal(slot);
        try {
            return drawn(slot, trials(slot), SYSTEM);
        } catch (Refusal e) {
            if (own.choice(slot.tenant()).isEmpty()) {
                throw e;
            }
            LOG.warn("A first key of marks is tried on the shipped texts alone: " + e.getMessage());
            ledger.append(
                    slot.tenant(),
                    SYSTEM,
                    "mark.texts_passed_over",
                    Map.of("app", slot.app(), "reason", e.problem().code()));
            return drawn(slot, shipped(slot), SYSTEM);
        }
    }

    /** The next epoch whose key passes. */
    private StoredKey drawn(Slot slot, List<Trial> trials, String by) {
        keepEarlierKeys(slot);
        long epoch = store.of(slot.tenant(), slot.app(), slot.scheme().code(), slot.tokenizer()).stream()
                .mapToLong(StoredKey::epoch)
                .max()
                .orElse(0);
        for (int draw = 1; draw <= MOST_DRAWS; draw++) {
            StoredKey key = certified(slot, trials, epoch + draw, by);
            store.add(slot.tenant(), key);
            note(slot, key, by);
            if (key.state() == StoredKey.State.ACTIVE) {
                active.put(slot, key);
                refusedAt.remove(slot);
                return key;
            }
        }
        refusedAt.put(slot, clock.instant());
        throw refused();
    }

    /** Where all keys were refused a moment ago, the next would hardly do better. */
    private void requireNoRecentRefusal(Slot slot) {
        Instant before = refusedAt.get(slot);
        if (before != null && clock.instant().isBefore(before.plus(AFTER_REFUSAL))) {
            throw refused();
        }
    }

    private static Refusal refused() {
        return new Refusal(
                503,
                "MARK_KEYS_REFUSED",
                "None of " + MOST_DRAWS + " keys passed its measurement on human texts.",
                "The key in use, if any, stays. Something is wrong with the texts or the scheme; see the certificates.");
    }

    private void note(Slot slot, StoredKey key, String by) {
        ledger.append(
                slot.tenant(),
                by,
                key.state() == StoredKey.State.ACTIVE ? "mark.key_activated" : "mark.key_refused",
                Map.of(
                        "app", key.app(),
                        "scheme", key.scheme(),
                        "epoch", key.epoch(),
                        "keyId", key.keyId(),
                        "certified", key.certificate().isPresent()));
    }

    /** Before keys were kept, the first epoch marked the answers of the hub and of all accounts: it is still found. */
    private synchronized void keepEarlierKeys(Slot slot) {
        if (!store.answeredWithoutKeys(slot.tenant())) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        store.addAll(
                slot.tenant(),
                Stream.concat(Stream.of(Marks.HUB), accounts.names(slot.tenant()).stream())
                        .map(app -> new StoredKey(
                                app,
                                BEFORE_KEYS.code(),
                                slot.tokenizer(),
                                1,
                                MarkKey.derive(
                                                master,
                                                new MarkName(
                                                        slot.tenant(), app, BEFORE_KEYS.code(), 1, slot.tokenizer()))
                                        .id(),
                                StoredKey.State.RETIRED,
                                Optional.empty(),
                                SYSTEM,
                                now))
                        .toList());
    }

    private List<Trial> shipped(Slot slot) {
        return human.trial(slot.tokenizer()).stream().toList();
    }

    /** @throws Refusal where the tenant's own texts cannot be read */
    private List<Trial> trials(Slot slot) {
        Optional<OwnTexts.Choice> choice = own.choice(slot.tenant());
        if (choice.isEmpty()) {
            return shipped(slot);
        }
        OwnWindows windows = own.read(choice.get(), searchable(slot.tenant()).candidates());
        Stream<Trial> chosen = Stream.of(new Trial(windows.texts(), windows.certifier()));
        return (choice.get().beside() ? Stream.concat(shipped(slot).stream(), chosen) : chosen).toList();
    }

    private StoredKey certified(Slot slot, List<Trial> trials, long epoch, String by) {
        MarkName name = new MarkName(slot.tenant(), slot.app(), slot.scheme().code(), epoch, slot.tokenizer());
        MarkKey secret = MarkKey.derive(master, name);
        // Whether a text is called marked does not depend on the effect.
        Candidate candidate = schemes.with(slot.scheme(), secret)
                .map(scheme -> new Candidate(secret.id(), scheme, Effect.UNKNOWN))
                .orElseThrow(KeyedSchemes::listMissing);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<KeyCertificate.Tried> measured = new ArrayList<>();
        boolean passed = true;
        for (Trial trial : trials) {
            Certificate certificate = trial.certifier().certify(candidate);
            passed &= certificate.passed();
            measured.add(KeyCertificate.Tried.of(trial.texts(), certificate));
        }
        return new StoredKey(
                slot.app(),
                slot.scheme().code(),
                slot.tokenizer(),
                epoch,
                secret.id(),
                passed ? StoredKey.State.ACTIVE : StoredKey.State.REFUSED,
                measured.isEmpty()
                        ? Optional.empty()
                        : Optional.of(signed(KeyCertificate.of(name, secret.id(), measured, passed, now))),
                by,
                now);
    }

    private String signed(KeyCertificate certificate) {
        try {
            return json.writeValueAsString(statements.sign(KeyCertificate.TYPE, certificate));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Envelopes are plain records.", e);
        }
    }

    private Optional<Candidate> candidate(String tenant, StoredKey key, KeyScheme scheme) {
        return schemes.with(scheme, secret(tenant, key))
                .map(keyed -> new Candidate(
                        key.keyId(), keyed, scheme.effectOn(engine.model().fileSha256())));
    }

    private MarkKey secret(String tenant, StoredKey key) {
        return MarkKey.derive(master, new MarkName(tenant, key.app(), key.scheme(), key.epoch(), key.tokenizer()));
    }

    private Slot slot(String tenant, String app, KeyScheme scheme) {
        return new Slot(tenant, app, scheme, engine.model().tokenizerSha256());
    }
}
