package dev.cloister.retrieval.benchmark;

import dev.cloister.retrieval.benchmark.NearestQueries.Question;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Hit;
import dev.cloister.retrieval.search.Query;
import dev.cloister.retrieval.search.VectorEncoding;
import dev.cloister.retrieval.sentence.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Search in synthetic passages of 60 words with vectors of 384 dimensions in 200 clusters, added as documents of up to
 * 10,000 passages by one thread while Lucene merges beside it.
 *
 * <p>Figures, each after a prefix: {@code p50_ms} and {@code p99_ms} of a hybrid query of eight words for ten hits (the
 * query's vector is given), {@code recall_at_10} of the search by vector against the exact ten nearest, {@code
 * chunks_per_s} until the last merge is done, {@code bytes_per_chunk} on disk.
 */
public final class LocalSearchBenchmark {

    private static final String TENANT = "benchmark";
    private static final String COLLECTION = "all";
    private static final int PASSAGES_EACH = 10_000;
    private static final int PASSAGE_WORDS = 60;
    private static final int QUERY_WORDS = 8;
    private static final int QUERIES = 200;
    private static final int HITS = 10;
    private static final long SEED = 1_000_384;
    private static final int MILLION = 1_000_000;

    private LocalSearchBenchmark() {}

    /** A million passages in the default encoding; this takes tens of minutes on a small machine. */
    public static Map<String, Double> million(Path folder) {
        return run(folder, VectorEncoding.BYTE, MILLION, "local_1m.");
    }

    /** Every encoding, over so many passages each; the figures' prefix is "encoding." and the encoding's name. */
    public static Map<String, Double> encodings(Path folder, int passages) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put("encoding.passages", (double) passages);
        for (VectorEncoding encoding : VectorEncoding.values()) {
            String name = encoding.name().toLowerCase(Locale.ROOT);
            figures.putAll(run(folder.resolve(name), encoding, passages, "encoding." + name + "."));
        }
        return figures;
    }

    /**
     * Builds an index and asks it.
     *
     * @param folder empty or not there; the index stays there
     * @param prefix what each figure's name begins with
     */
    static Map<String, Double> run(Path folder, VectorEncoding encoding, int passages, String prefix) {
        SyntheticCorpus corpus = new SyntheticCorpus(SEED);
        NearestQueries queries = new NearestQueries(Stream.generate(corpus::topic)
                .limit(QUERIES)
                .map(topic -> new Question(corpus.text(topic, QUERY_WORDS), corpus.vector(topic)))
                .toList());
        Map<String, Double> figures = new TreeMap<>();
        long indexing = 0;
        DocumentIndex filled = DocumentIndex.open(folder, TENANT, encoding);
        for (int from = 0; from < passages; from += PASSAGES_EACH) {
            Batch batch = batch(corpus, from, Math.min(PASSAGES_EACH, passages - from));
            for (int i = 0; i < batch.passages().size(); i++) {
                queries.see(batch.passages().get(i).id(), batch.vectors().get(i));
            }
            long start = System.nanoTime();
            filled.add(batch.document(), batch.passages(), batch.vectors());
            indexing += System.nanoTime() - start;
        }
        long closing = System.nanoTime();
        // Closing waits for the merges.
        filled.close();
        indexing += System.nanoTime() - closing;
        figures.put(prefix + "chunks_per_s", passages / (indexing / 1e9));
        figures.put(prefix + "bytes_per_chunk", bytes(folder) / (double) passages);
        try (DocumentIndex index = DocumentIndex.open(folder, TENANT, encoding)) {
            queries.questions().forEach(question -> ask(index, question.text(), question.vector()));
            double[] times = queries.questions().stream()
                    .mapToDouble(question -> milliseconds(() -> ask(index, question.text(), question.vector())))
                    .sorted()
                    .toArray();
            figures.put(prefix + "p50_ms", times[times.length / 2]);
            figures.put(prefix + "p99_ms", times[times.length * 99 / 100]);
            figures.put(
                    prefix + "recall_at_10",
                    IntStream.range(0, QUERIES)
                            .mapToDouble(i -> queries.recall(
                                    i,
                                    ask(index, "", queries.questions().get(i).vector()).stream()
                                            .map(hit -> hit.passage().id())
                                            .collect(Collectors.toSet())))
                            .average()
                            .orElseThrow());
        }
        return figures;
    }

    private record Batch(Document document, List<Passage> passages, List<float[]> vectors) {}

    private static Batch batch(SyntheticCorpus corpus, int from, int size) {
        String id = "document" + from;
        List<String> texts = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int topic = corpus.topic();
            texts.add(corpus.text(topic, PASSAGE_WORDS));
            vectors.add(corpus.vector(topic));
        }
        DocumentText content = DocumentText.ofPages(texts);
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Span page = content.pages().get(i);
            passages.add(new Passage(id + "#" + i, id, i + 1, page, "", texts.get(i)));
        }
        return new Batch(new Document(id, TENANT, COLLECTION, "owner", id, content), passages, vectors);
    }

    private static List<Hit> ask(DocumentIndex index, String text, float[] vector) {
        return index.search(new Query(TENANT, Set.of(COLLECTION), text, vector, HITS));
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The index in " + folder + " cannot be listed", e);
        }
    }
}
