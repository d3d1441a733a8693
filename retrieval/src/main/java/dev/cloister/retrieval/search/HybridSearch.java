package dev.cloister.retrieval.search;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.QueryBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
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
        List<Integer> byWords = byWords(query.text(), readable);
        Map<Integer, Double> cosines = new HashMap<>();
        List<Integer> byVector = byVector(query.vector(), readable, cosines);
        List<Hit> hits = new ArrayList<>();
        for (RankFusion.Fused fused :
                RankFusion.fuse(byWords, byVector).stream().limit(query.limit()).toList()) {
            hits.add(new Hit(
                    Schema.passage(searcher.storedFields().document(fused.item())),
                    fused.score(),
                    cosine(fused.item(), query.vector(), cosines),
                    fused.firstRank(),
                    fused.secondRank()));
        }
        return List.copyOf(hits);
    }

    /** Each language is asked by itself: a passage has words of one only, and its score is not touched by the others. */
    private List<Integer> byWords(String text, org.apache.lucene.search.Query readable) throws IOException {
        List<ScoreDoc> found = new ArrayList<>();
        for (String field : WordFields.in(searcher.getIndexReader())) {
            org.apache.lucene.search.Query words = new QueryBuilder(analyzer)
                    .createBooleanQuery(field, text.substring(0, Math.min(text.length(), MAX_QUERY_CHARS)));
            if (words != null) {
                org.apache.lucene.search.Query filtered = new BooleanQuery.Builder()
                        .add(words, BooleanClause.Occur.MUST)
                        .add(readable, BooleanClause.Occur.FILTER)
                        .build();
                found.addAll(Arrays.asList(searcher.search(filtered, DEPTH).scoreDocs));
            }
        }
        return found.stream()
                .sorted(Comparator.<ScoreDoc>comparingDouble(hit -> -hit.score).thenComparingInt(hit -> hit.doc))
                .limit(DEPTH)
                .map(hit -> hit.doc)
                .toList();
    }

    private List<Integer> byVector(
            float[] vector, org.apache.lucene.search.Query readable, Map<Integer, Double> cosines) throws IOException {
        int candidates = StoredVectors.coarsest(searcher.getIndexReader()).candidates(DEPTH);
        KnnFloatVectorQuery nearest = new KnnFloatVectorQuery(Schema.VECTOR, vector, candidates, readable);
        for (ScoreDoc hit : searcher.search(nearest, candidates).scoreDocs) {
            cosines.put(hit.doc, ExactCosine.of(searcher, hit.doc, vector));
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
        return cosine != null ? cosine : ExactCosine.of(searcher, entry, vector);
    }
}
