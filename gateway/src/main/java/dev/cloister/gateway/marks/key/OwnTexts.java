package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.documents.CollectionCatalog;
import dev.cloister.gateway.documents.DocumentCollection;
import dev.cloister.gateway.documents.Library;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.watermark.certificate.Certifier;
import dev.cloister.watermark.detect.Candidate;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A collection of the tenant's own documents that keys are tried on. They are read anew for each draw, with the rights of whoever chose
 * them: what is deleted or taken back meanwhile is not read, and no copy is kept.
 */
@ApplicationScoped
public class OwnTexts {

    private final Jdbi jdbi;
    private final CollectionCatalog collections;
    private final Library library;
    private final Accounts accounts;
    private final Engine engine;
    private final Clock clock;

    /** Tokens of a collection need memory: one is read at a time. */
    private final ReentrantLock reading = new ReentrantLock();

    public OwnTexts(
            Jdbi jdbi, CollectionCatalog collections, Library library, Accounts accounts, Engine engine, Clock clock) {
        this.jdbi = jdbi;
        this.collections = collections;
        this.library = library;
        this.accounts = accounts;
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * What was chosen.
     *
     * @param beside whether the shipped texts are tried too
     * @param account whose rights decide which documents are read
     */
    public record Choice(UUID collection, boolean beside, UUID account, Instant chosenAt) {}

    /** The tenant's choice; empty where keys are tried on the shipped texts alone. */
    public Optional<Choice> choice(String tenant) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select collection, beside, account, chosen_at from mark_texts where tenant = ?")
                .bind(0, tenant)
                .map(ConstructorMapper.of(Choice.class))
                .findOne());
    }

    /**
     * Tries from now on; {@link #read} tells first whether there is enough.
     *
     * @throws Refusal with NOT_FOUND where the collection is gone
     */
    void choose(Caller caller, UUID collection, boolean beside) {
        int chosen = jdbi.withHandle(handle -> handle.execute(
                "insert into mark_texts (tenant, collection, beside, account, chosen_at)"
                        + " select ?, id, ?, ?, ? from collection where id = ?"
                        + " on conflict (tenant) do update set collection = excluded.collection, beside = excluded.beside,"
                        + " account = excluded.account, chosen_at = excluded.chosen_at",
                caller.tenant(),
                beside,
                caller.account(),
                clock.instant(),
                collection));
        if (chosen == 0) {
            throw Refusal.notFound("The collection");
        }
    }

    /** Back to the shipped texts. */
    void forget(String tenant) {
        jdbi.useHandle(handle -> handle.execute("delete from mark_texts where tenant = ?", tenant));
    }

    /**
     * The collection's documents that the caller may read, as windows to try keys on.
     *
     * @param known the tenant's keys: what bears one of their marks is no text of people
     * @throws Refusal with NOT_FOUND, or with TOO_LITTLE_TEXT
     */
    OwnWindows read(Caller caller, UUID collection, List<Candidate> known) {
        DocumentCollection chosen = collections.get(caller, collection);
        OwnWindows windows = windows(caller, chosen, known);
        if (windows.windows().size() < Certifier.FEWEST_WINDOWS) {
            throw new Refusal(
                    422,
                    "TOO_LITTLE_TEXT",
                    "The collection has text for " + windows.windows().size() + " windows of "
                            + Certifier.LENGTHS.getLast() + " tokens; a measurement needs " + Certifier.FEWEST_WINDOWS
                            + ".",
                    "Nothing was changed. " + windows.documents() + " documents were read, and " + windows.leftOut()
                            + " were left out since they bear a mark of this installation. Add some 250 kB of text that"
                            + " people wrote, or choose another collection.");
        }
        return windows;
    }

    private OwnWindows windows(Caller caller, DocumentCollection chosen, List<Candidate> known) {
        reading.lock();
        try {
            OwnWindows.Reading read = new OwnWindows.Reading(engine::tokenize, known);
            library.eachText(caller, chosen.id(), read::add);
            return read.end("Collection \"" + chosen.name() + "\"");
        } finally {
            reading.unlock();
        }
    }

    /**
     * The same for what was chosen, by the rights of who chose it.
     *
     * @throws Refusal with MARK_TEXTS_GONE where the collection or these rights are gone, or with TOO_LITTLE_TEXT
     */
    OwnWindows read(Choice choice, List<Candidate> known) {
        Caller caller = accounts.find(choice.account())
                .map(Caller::of)
                .filter(one -> one.is(Role.COMPLIANCE))
                .filter(one -> collections.find(one, choice.collection()).isPresent())
                .orElseThrow(() -> new Refusal(
                        409,
                        "MARK_TEXTS_GONE",
                        "The collection that keys are tried on is gone, or whoever chose it may no longer read it.",
                        "The key in use stays. Choose other texts, or go back to the shipped ones."));
        return read(caller, choice.collection(), known);
    }
}
