package dev.cloister.gateway.hub;

import dev.cloister.gateway.documents.Found;
import dev.cloister.gateway.documents.StoredDocument;
import dev.cloister.retrieval.citation.Citation;
import dev.cloister.retrieval.citation.CitationAligner;
import dev.cloister.retrieval.citation.Conflict;
import dev.cloister.retrieval.citation.ConflictFinder;
import dev.cloister.retrieval.collection.Passage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Holds an answer against its sources: what supports which sentence, and where sources disagree. */
final class SourceCheck {

    private final Function<List<String>, List<float[]>> embedder;

    SourceCheck(Function<List<String>, List<float[]>> embedder) {
        this.embedder = embedder;
    }

    /**
     * @param shown what the model was shown
     * @param found all that was found, of which what was shown is the beginning
     */
    Citations of(String question, String answer, List<Found> shown, List<Found> found) {
        List<Citations.Sentence> sentences = new ArrayList<>();
        for (Citation citation : new CitationAligner(embedder).align(answer, passages(shown))) {
            sentences.add(new Citations.Sentence(
                    citation.sentence().start(),
                    citation.sentence().end(),
                    citation.passageId(),
                    citation.unsupported()));
        }
        List<Conflict> conflicts = new ConflictFinder(embedder).find(question, answer, passages(found));
        Set<String> disagreeing = new LinkedHashSet<>();
        conflicts.forEach(conflict -> {
            disagreeing.add(conflict.first().passageId());
            disagreeing.add(conflict.second().passageId());
        });
        List<Citations.Passage> sources = new ArrayList<>();
        for (Found one : found) {
            if (shown.contains(one) || disagreeing.contains(one.hit().passage().id())) {
                sources.add(source(sources.size() + 1, one.document(), one.hit().passage()));
            }
        }
        return new Citations(
                sentences,
                sources,
                conflicts.stream().map(SourceCheck::conflict).toList());
    }

    private static List<Passage> passages(List<Found> found) {
        return found.stream().map(one -> one.hit().passage()).toList();
    }

    private static Citations.Passage source(int number, StoredDocument document, Passage passage) {
        return new Citations.Passage(
                passage.id(),
                number,
                document.id(),
                document.name(),
                document.mine() ? Optional.empty() : Optional.of(document.owner()),
                document.pages() > 1 ? Optional.of(passage.page()) : Optional.empty(),
                passage.text());
    }

    private static Citations.Conflict conflict(Conflict conflict) {
        return new Citations.Conflict(
                conflict.kind().name().toLowerCase(Locale.ROOT), side(conflict.first()), side(conflict.second()));
    }

    private static Citations.Side side(Conflict.Side side) {
        return new Citations.Side(
                side.passageId(),
                side.sentence().start(),
                side.sentence().end(),
                side.value().start(),
                side.value().end());
    }
}
