package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Sentences;
import dev.cloister.retrieval.sentence.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Says for each sentence of an answer which passage supports it, or that none does.
 *
 * <p>A passage supports a sentence when nothing rules it out and the evidence, the mean of two measures, reaches {@link
 * #THRESHOLD}: the cosine of the sentence with the closest sentence or clause of the passage (at least {@link #MIN_COSINE}), and
 * the share of the sentence's content words that the passage holds. A passage is ruled out by a number or a name in the
 * sentence that it lacks, and where one of sentence and closest clause denies and the other does not. Questions and
 * sentences with fewer than two content words claim nothing and get no citation.
 *
 * <p>Deterministic: no model judges. A false claim in the passage's own words ("rises" for "falls") is not seen. Safe
 * for use by many threads if the embedder is.
 */
public final class CitationAligner {

    /** Evidence from here on supports; chosen on a labelled set and measured on another. */
    public static final double THRESHOLD = 0.6;

    /** Below this cosine no share of words is enough. */
    public static final double MIN_COSINE = 0.5;

    private static final int FEWEST_CONTENT_WORDS = 2;

    private final Function<List<String>, List<float[]>> embedder;

    /** @param embedder gives one unit-length vector per text; called with at most 256 texts */
    public CitationAligner(Function<List<String>, List<float[]>> embedder) {
        this.embedder = embedder;
    }

    /** One citation per sentence of the answer, in order. */
    public List<Citation> align(String answer, List<Passage> passages) {
        List<Span> sentences = Sentences.of(answer);
        List<List<Source>> sources = passages.stream()
                .map(passage -> Sentences.of(passage.text()).stream()
                        .map(span -> Source.of(span.of(passage.text())))
                        .toList())
                .toList();
        Set<String> texts = new LinkedHashSet<>();
        sentences.forEach(sentence -> texts.add(sentence.of(answer)));
        sources.forEach(list -> list.forEach(source -> texts.addAll(source.parts())));
        Embeddings vectors = Embeddings.of(texts, embedder);
        List<Citation> citations = new ArrayList<>();
        for (Span sentence : sentences) {
            citations.add(cite(sentence, sentence.of(answer), passages, sources, vectors));
        }
        return List.copyOf(citations);
    }

    private static Citation cite(
            Span span, String sentence, List<Passage> passages, List<List<Source>> sources, Embeddings vectors) {
        Set<String> content = ContentWords.of(sentence);
        double best = 0;
        Optional<String> support = Optional.empty();
        boolean claims = content.size() >= FEWEST_CONTENT_WORDS && !sentence.endsWith("?");
        if (claims) {
            for (int i = 0; i < passages.size(); i++) {
                double evidence = evidence(sentence, content, passages.get(i), sources.get(i), vectors);
                if (evidence > best) {
                    best = evidence;
                    support = Optional.of(passages.get(i).id());
                }
            }
        }
        return new Citation(span, claims, best >= THRESHOLD ? support : Optional.empty(), best);
    }

    private static double evidence(
            String sentence, Set<String> content, Passage passage, List<Source> sources, Embeddings vectors) {
        String closest = "";
        double cosine = -1;
        double clauseCosine = -1;
        for (Source source : sources) {
            cosine = Math.max(cosine, vectors.cosine(sentence, source.sentence()));
            for (String clause : source.clauses()) {
                double candidate = vectors.cosine(sentence, clause);
                if (candidate > clauseCosine) {
                    clauseCosine = candidate;
                    closest = clause;
                }
            }
        }
        cosine = Math.max(cosine, clauseCosine);
        if (cosine < MIN_COSINE || ruledOut(sentence, passage, closest)) {
            return 0;
        }
        Set<String> held = ContentWords.of(passage.searchable());
        double share = (double) content.stream().filter(held::contains).count() / content.size();
        return (Math.min(1, cosine) + share) / 2;
    }

    private static boolean ruledOut(String sentence, Passage passage, String closest) {
        Facts claimed = Facts.of(sentence);
        String searchable = passage.searchable();
        return !Facts.of(searchable).numbers().containsAll(claimed.numbers())
                || !Facts.words(searchable).containsAll(claimed.names())
                || claimed.negated() != Facts.of(closest).negated();
    }
}
