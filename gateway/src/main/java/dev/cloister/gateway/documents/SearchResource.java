package dev.cloister.gateway.documents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.search.Filter;
import dev.cloister.retrieval.search.Hit;
import dev.cloister.retrieval.sentence.Span;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Finds passages, without an answer. */
@Path("/api/search")
@RunOnVirtualThread
public class SearchResource {

    private static final int LONGEST_QUERY = 2_000;
    private static final int MOST = 50;
    private static final int USUAL = 10;

    private final Library library;
    private final CollectionCatalog collections;
    private final Engine engine;
    private final Identity identity;

    public SearchResource(Library library, CollectionCatalog collections, Engine engine, Identity identity) {
        this.library = library;
        this.collections = collections;
        this.engine = engine;
        this.identity = identity;
    }

    /**
     * What is looked for.
     *
     * @param limit most passages to give, 1 to 50; 10 where it is not said
     */
    public record Request(
            @Nullable String query,
            @Nullable Integer limit,
            @Nullable SearchFilter filter) {}

    /** What was found, best first. */
    public record Result(List<FoundPassage> hits) {}

    /**
     * A passage.
     *
     * @param rank its place, from 1
     * @param owner who shared its document; absent where it is the caller's own
     * @param page from 1, where the document has several
     * @param start where it begins in the document's text, in UTF-16 units
     * @param end where it ends there
     * @param wordRank its place among what was found by words, from 1
     * @param meaningRank its place among what was found by meaning, from 1
     * @param cosine of its and the query's embeddings
     * @param matches where its own text has words of the query, in UTF-16 units
     */
    public record FoundPassage(
            int rank,
            String passageId,
            UUID documentId,
            String documentName,
            UUID collection,
            Optional<String> owner,
            @JsonInclude Optional<Integer> page,
            String heading,
            int start,
            int end,
            String text,
            Optional<Integer> wordRank,
            Optional<Integer> meaningRank,
            double cosine,
            List<Span> matches) {}

    @POST
    public Result search(@Nullable Request request) {
        Caller caller = identity.caller();
        if (request == null
                || request.query() == null
                || request.query().isBlank()
                || request.query().length() > LONGEST_QUERY) {
            throw Refusal.invalid(
                    "A query of 1 to 2000 characters is needed.",
                    "Send {\"query\": ..., \"limit\": ..., \"filter\": ...}.");
        }
        int limit = Optional.ofNullable(request.limit()).orElse(USUAL);
        if (limit < 1 || limit > MOST) {
            throw Refusal.invalid("The limit is 1 to 50.", "Leave it out for 10.");
        }
        Filter filter = Optional.ofNullable(request.filter())
                .map(given -> given.checked(keys -> collections.keys(caller, keys)))
                .orElse(Filter.NONE);
        String query = request.query().strip();
        List<Found> found = library.search(
                caller, filter, query, engine.embed(List.of(query)).getFirst(), limit);
        List<FoundPassage> hits = new ArrayList<>();
        found.forEach(one -> hits.add(shown(hits.size() + 1, one)));
        return new Result(hits);
    }

    private static FoundPassage shown(int rank, Found found) {
        Hit hit = found.hit();
        Passage passage = hit.passage();
        StoredDocument document = found.document();
        return new FoundPassage(
                rank,
                passage.id(),
                document.id(),
                document.name(),
                document.collection(),
                document.mine() ? Optional.empty() : Optional.of(document.owner()),
                document.pages() > 1 ? Optional.of(passage.page()) : Optional.empty(),
                passage.heading(),
                passage.span().start(),
                passage.span().end(),
                passage.text(),
                boxed(hit.wordRank()),
                boxed(hit.vectorRank()),
                hit.cosine(),
                hit.matches());
    }

    private static Optional<Integer> boxed(OptionalInt rank) {
        return rank.isPresent() ? Optional.of(rank.getAsInt()) : Optional.empty();
    }
}
