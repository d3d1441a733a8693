package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Span;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One query over one snapshot of the index: by words and by meaning, both inside what the asker may read. */
final class HybridSearch {

    /** How deep each ranking goes before the two are fused. */
    private static final int DEPTH = 100;

    /** Longer queries are cut: BM25 gains nothing from more, and Lucene caps the clauses of a query. */
    private static final int MAX_QUERY_CHARS = 2000;

    private final IndexSearcher searcher;
    private final Analyzer analyzer;

    HybridSearch(IndexSearcher searcher, Analyzer analyzer) {
        this.searcher = searcher;
        this.analyzer = analyzer;
    }

    List<Hit> search(Query query) throws IOException {
        org.apache.lucene.search.Query readable = Scope.of(query);
        Map<Integer, String> byWords = byWords(words(query), readable);
        Map<Integer, Double> cosines = new HashMap<>();
        List<Integer> byVector = byVector(query.vector(), readable, cosines);
        List<Hit> hits = new ArrayList<>();
        for (RankFusion.Fused fused : RankFusion.fuse(List.copyOf(byWords.keySet()), byVector).stream()
                .limit(query.limit())
                .toList()) {
            Passage passage = Schema.passage(searcher.storedFields().document(fused.item()));
            hits.add(new Hit(
                    passage,
                    fused.score(),
                    cosine(fused.item(), query.vector(), cosines),
                    fused.firstRank(),
                    fused.secondRank(),
                    matches(byWords.get(fused.item()), words(query), passage)));
        }
        return List.copyOf(hits);
    }

    private static String words(Query query) {
        return query.text().substring(0, Math.min(query.text().length(), MAX_QUERY_CHARS));
    }

    private List<Span> matches(@Nullable String field, String words, Passage passage) throws IOException {
        return field == null ? List.of() : new Matches(analyzer, field, words).in(passage.text());
    }

    /**
     * Each language is asked by itself: a passage has words of one only, and its score is not touched by the others.
     *
     * @return the best, best first, each with the field that its words are in
     */
    private Map<Integer, String> byWords(String text, org.apache.lucene.search.Query readable) throws IOException {
        List<ScoreDoc> found = new ArrayList<>();
        Map<Integer, String> fields = new HashMap<>();
        for (String field : WordFields.in(searcher.getIndexReader())) {
            org.apache.lucene.search.Query words = new QueryBuilder(analyzer).createBooleanQuery(field, text);
            if (words != null) {
                org.apache.lucene.search.Query filtered = new BooleanQuery.Builder()
                        .add(words, BooleanClause.Occur.MUST)
                        .add(readable, BooleanClause.Occur.FILTER)
                        .build();
                for (ScoreDoc hit : searcher.search(filtered, DEPTH).scoreDocs) {
                    found.add(hit);
                    fields.put(hit.doc, field);
                }
            }
        }
        Map<Integer, String> best = new LinkedHashMap<>();
        found.stream()
                .sorted(Comparator.<ScoreDoc>comparingDouble(hit -> -hit.score).thenComparingInt(hit -> hit.doc))
                .limit(DEPTH)
                .forEach(hit -> best.put(hit.doc, fields.get(hit.doc)));
        return best;
    }

    private List<Integer> byVector(
            float[] vector, org.apache.lucene.search.Query readable, Map<Integer, Double> cosines) throws IOException {
        int candidates = StoredVectors.coarsest(searcher.getIndexReader()).candidates(DEPTH);
        KnnFloatVectorQuery nearest = new KnnFloatVectorQuery(Schema.VECTOR, vector, candidates, readable);
        for (ScoreDoc hit : searcher.search(nearest, candidates).scoreDocs) {
            cosines.put(hit.doc, ExactVectors.cosine(searcher, hit.doc, vector));
        }
        return cosines.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .limit(DEPTH)
                .toList();
    }

    private double cosine(int entry, float[] vector, Map<Integer, Double> known) throws IOException {
        Double cosine = known.get(entry);
        return cosine != null ? cosine : ExactVectors.cosine(searcher, entry, vector);
    }
}
