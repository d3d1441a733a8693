package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Query;
import dev.cloister.retrieval.sentence.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How long a hybrid query takes in an index of ten thousand passages in two collections, of which one is readable.
 *
 * <p>Figures: {@code retrieval.query_ms} (median; words, vectors, fusion, exact cosines and loading ten hits; the
 * query's vector is given), {@code retrieval.query_p95_ms}, {@code retrieval.query_with_embedding_ms} (median; the same
 * with the query embedded), {@code retrieval.ingest_passages_per_s}, {@code retrieval.passages}.
 */
public final class RetrievalBenchmark {

    private static final String TENANT = "benchmark";
    private static final int DOCUMENTS = 100;
    private static final int PASSAGES_EACH = 100;
    private static final int PASSAGE_WORDS = 120;
    private static final int QUERY_WORDS = 8;
    private static final int WARM_UP = 300;
    private static final int QUERIES = 500;
    private static final long SEED = 384;

    private RetrievalBenchmark() {}

    /**
     * Builds the index and asks it.
     *
     * @param folder empty; the index stays there
     * @param embedder the engine's embedder
     */
    public static Map<String, Double> run(Path folder, Function<List<String>, List<float[]>> embedder) {
        return run(folder, embedder, DOCUMENTS);
    }

    static Map<String, Double> run(Path folder, Function<List<String>, List<float[]>> embedder, int documents) {
        SyntheticCorpus corpus = new SyntheticCorpus(SEED);
        Map<String, Double> figures = new TreeMap<>();
        try (DocumentIndex index = DocumentIndex.open(folder, TENANT)) {
            long start = System.nanoTime();
            for (int i = 0; i < documents; i++) {
                addDocument(index, corpus, i);
            }
            double passages = documents * PASSAGES_EACH;
            figures.put("retrieval.passages", passages);
            figures.put("retrieval.ingest_passages_per_s", passages / ((System.nanoTime() - start) / 1e9));
            List<Question> questions = questions(corpus);
            questions.subList(0, WARM_UP).forEach(question -> ask(index, question.text(), question.vector()));
            double[] times = questions.stream()
                    .mapToDouble(question -> milliseconds(() -> ask(index, question.text(), question.vector())))
                    .sorted()
                    .toArray();
            figures.put("retrieval.query_ms", times[times.length / 2]);
            figures.put("retrieval.query_p95_ms", times[times.length * 95 / 100]);
            double[] withEmbedding = questions.stream()
                    .mapToDouble(question -> milliseconds(() -> ask(
                            index,
                            question.text(),
                            embedder.apply(List.of(question.text())).getFirst())))
                    .sorted()
                    .toArray();
            figures.put("retrieval.query_with_embedding_ms", withEmbedding[withEmbedding.length / 2]);
        }
        return figures;
    }

    private record Question(String text, float[] vector) {}

    private static List<Question> questions(SyntheticCorpus corpus) {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            int topic = corpus.topic();
            questions.add(new Question(corpus.text(topic, QUERY_WORDS), corpus.vector(topic)));
        }
        return questions;
    }

    private static void addDocument(DocumentIndex index, SyntheticCorpus corpus, int number) {
        String id = "document" + number;
        List<String> texts = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < PASSAGES_EACH; i++) {
            int topic = corpus.topic();
            texts.add(corpus.text(topic, PASSAGE_WORDS));
            vectors.add(corpus.vector(topic));
        }
        DocumentText content = DocumentText.ofPages(texts);
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < PASSAGES_EACH; i++) {
            Span page = content.pages().get(i);
            passages.add(new Passage(id + "#" + i, id, i + 1, page, "", texts.get(i)));
        }
        String collection = number % 2 == 0 ? "open" : "closed";
        index.add(new Document(id, TENANT, collection, "owner", id, content), passages, vectors);
    }

    private static void ask(DocumentIndex index, String text, float[] vector) {
        int hits = index.search(new Query(TENANT, Set.of("open"), text, vector, 10))
                .size();
        if (hits != 10) {
            throw new IllegalStateException("Ten hits were expected, not " + hits + ".");
        }
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
