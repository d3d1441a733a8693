package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.documents.CollectionCatalog;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.identity.Role;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which texts keys are tried on before they mark: the shipped ones, a collection of the tenant's, or both. For compliance. */
@Path("/api/marks/texts")
@RunOnVirtualThread
public class MarkTextsResource {

    private final OwnTexts texts;
    private final MarkKeys keys;
    private final CollectionCatalog collections;
    private final Identity identity;
    private final Ledger ledger;

    public MarkTextsResource(
            OwnTexts texts, MarkKeys keys, CollectionCatalog collections, Identity identity, Ledger ledger) {
        this.texts = texts;
        this.keys = keys;
        this.collections = collections;
        this.identity = identity;
        this.ledger = ledger;
    }

    /**
     * What keys are tried on.
     *
     * @param shipped whether on the shipped texts
     * @param collection the tenant's own texts; absent where there are none
     */
    public record Texts(boolean shipped, Optional<Own> collection) {}

    /**
     * A collection.
     *
     * @param name empty where the caller may not read it
     * @param documents how many gave windows, where it was read just now
     * @param leftOut how many bear a mark of this installation and were left out, likewise
     * @param windows of 200 tokens, likewise
     */
    public record Own(
            UUID id,
            Optional<String> name,
            Instant chosenAt,
            Optional<Integer> documents,
            Optional<Integer> leftOut,
            Optional<Integer> windows) {}

    /** @param beside whether the shipped texts are tried too; false: instead of them */
    public record Asked(@Nullable UUID collection, @Nullable Boolean beside) {}

    @GET
    public Texts get() {
        Caller caller = compliance();
        return texts.choice(caller.tenant())
                .map(choice -> new Texts(choice.beside(), Optional.of(own(caller, choice, Optional.empty()))))
                .orElse(new Texts(true, Optional.empty()));
    }

    /** Reads the collection and chooses it; keys that mark already stay until they are rotated. */
    @PUT
    public Texts choose(Asked asked) {
        Caller caller = compliance();
        if (asked == null || asked.collection() == null || asked.beside() == null) {
            throw Refusal.invalid("The texts are missing.", "Send {\"collection\": ID, \"beside\": true or false}.");
        }
        OwnWindows read = texts.read(
                caller, asked.collection(), keys.searchable(caller.tenant()).candidates());
        texts.choose(caller, asked.collection(), asked.beside());
        keys.textsChanged(caller.tenant());
        ledger.append(
                caller.tenant(),
                caller.name(),
                "mark.texts",
                Map.of(
                        "collection", asked.collection(),
                        "beside", asked.beside(),
                        "documents", read.documents(),
                        "leftOut", read.leftOut(),
                        "sha256", read.sha256()));
        OwnTexts.Choice choice = texts.choice(caller.tenant()).orElseThrow(() -> Refusal.notFound("The collection"));
        return new Texts(choice.beside(), Optional.of(own(caller, choice, Optional.of(read))));
    }

    /** Back to the shipped texts alone. */
    @DELETE
    public void forget() {
        Caller caller = compliance();
        texts.forget(caller.tenant());
        keys.textsChanged(caller.tenant());
        ledger.append(caller.tenant(), caller.name(), "mark.texts", Map.of("shipped", true));
    }

    private Own own(Caller caller, OwnTexts.Choice choice, Optional<OwnWindows> read) {
        return new Own(
                choice.collection(),
                collections.find(caller, choice.collection()).map(collection -> collection.name()),
                choice.chosenAt(),
                read.map(OwnWindows::documents),
                read.map(OwnWindows::leftOut),
                read.map(windows -> windows.windows().size()));
    }

    private Caller compliance() {
        return identity.callerWho(Role.COMPLIANCE, "Keys of marks are for compliance.");
    }
}
