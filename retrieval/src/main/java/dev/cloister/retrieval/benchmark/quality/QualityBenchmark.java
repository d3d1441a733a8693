package dev.cloister.retrieval.benchmark.quality;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.ingest.Chunker;
import dev.cloister.retrieval.ingest.DocumentType;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Hit;
import dev.cloister.retrieval.search.Query;
import dev.cloister.retrieval.search.VectorEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well the searches rank Cranfield's abstracts for its questions, cut into passages and embedded as the product does it.
 * A document ranks as its best passage.
 *
 * <p>Figures, each {@code .ndcg10} and {@code .recall20}, averages over the questions: {@code quality.words} (BM25 alone),
 * {@code quality.ENCODING.vectors} and {@code .hybrid} by each encoding of vectors, {@code quality.exact} (all cosines),
 * {@code quality.int8} (all dot products of quantised vectors) and {@code quality.federated}, the encrypted search over
 * five owners. {@code quality.federated.different} counts passages that it ranks elsewhere than {@code quality.int8} does.
 */
public final class QualityBenchmark {

    private static final String TENANT = "benchmark";
    private static final String COLLECTION = "all";
    private static final int NDCG_DEPTH = 10;
    private static final int RECALL_DEPTH = 20;
    private static final int HITS = 100;
    private static final int OWNERS = 5;

    private final List<Judged> questions;
    private final List<float[]> asked;
    private final List<Cut> documents;
    private final Map<String, Double> figures = new TreeMap<>();

    /** A document as the index takes it. */
    private record Cut(Document document, List<Passage> passages, List<float[]> vectors) {}

    private QualityBenchmark(TestCollection collection, Function<List<String>, List<float[]>> embedder) {
        questions = collection.questions();
        asked = questions.stream()
                .map(question -> embedder.apply(List.of(question.text())).getFirst())
                .toList();
        documents = collection.documents().entrySet().stream()
                .map(entry -> cut(entry.getKey(), entry.getValue(), embedder))
                .filter(cut -> !cut.passages().isEmpty())
                .toList();
    }

    /**
     * Indexes the collection and asks all its questions. No figures where the collection is not there.
     *
     * @param folder empty; the indexes stay there
     * @param collection a folder with {@code cran.all.1400}, {@code cran.qry} and {@code cranqrel}
     * @param embedder the engine's embedder
     */
    public static Map<String, Double> run(Path folder, Path collection, Function<List<String>, List<float[]>> embedder)
            throws IOException {
        if (!Files.isDirectory(collection)) {
            System.out.println("  left out     Cranfield: put cran.all.1400, cran.qry and cranqrel into " + collection);
            return Map.of();
        }
        return new QualityBenchmark(TestCollection.cranfield(collection), embedder).run(folder);
    }

    private Map<String, Double> run(Path folder) {
        List<Passage> passages =
                documents.stream().flatMap(cut -> cut.passages().stream()).toList();
        figures.put("quality.documents", (double) documents.size());
        figures.put("quality.passages", (double) passages.size());
        figures.put("quality.questions", (double) questions.size());
        for (VectorEncoding encoding : VectorEncoding.values()) {
            local(folder, encoding);
        }
        everyVector(passages);
        return figures;
    }

    private void local(Path folder, VectorEncoding encoding) {
        String name = encoding.name().toLowerCase(Locale.ROOT);
        try (DocumentIndex index = DocumentIndex.open(folder.resolve(name), TENANT, encoding)) {
            documents.forEach(cut -> index.add(cut.document(), cut.passages(), cut.vectors()));
            judge("quality." + name + ".vectors", question -> ask(index, "", question)
                    .map(Hit::passage));
            judge("quality." + name + ".hybrid", question -> ask(
                            index, questions.get(question).text(), question)
                    .map(Hit::passage));
            if (encoding == VectorEncoding.FLOAT) {
                judge("quality.words", question -> ask(
                                index, questions.get(question).text(), question)
                        .filter(hit -> hit.wordRank().isPresent())
                        .sorted(Comparator.comparingInt(hit -> hit.wordRank().orElseThrow()))
                        .map(Hit::passage));
            }
        }
    }

    private Stream<Hit> ask(DocumentIndex index, String text, int question) {
        return index.search(new Query(TENANT, Set.of(COLLECTION), text, asked.get(question), HITS)).stream();
    }

    private void everyVector(List<Passage> passages) {
        List<float[]> vectors =
                documents.stream().flatMap(cut -> cut.vectors().stream()).toList();
        VectorScores scores = new VectorScores(vectors, OWNERS);
        judge("quality.exact", question -> ranked(passages, scores.cosines(asked.get(question))));
        judge("quality.int8", question -> ranked(passages, scores.int8(asked.get(question))));
        long[] different = {0};
        judge("quality.federated", question -> {
            double[] plain = scores.int8(asked.get(question));
            double[] encrypted = scores.encrypted(asked.get(question));
            List<Passage> order = ranked(passages, encrypted).toList();
            List<Passage> expected = ranked(passages, plain).toList();
            different[0] += IntStream.range(0, order.size())
                    .filter(place -> !order.get(place).equals(expected.get(place)))
                    .count();
            return order.stream();
        });
        figures.put("quality.federated.different", (double) different[0]);
    }

    /** All passages, best first; the earlier first where scores are the same. */
    private static Stream<Passage> ranked(List<Passage> passages, double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> -scores[place]))
                .map(passages::get);
    }

    /** @param search passages for a question, best first */
    private void judge(String name, IntFunction<Stream<Passage>> search) {
        List<List<String>> answers = IntStream.range(0, questions.size())
                .mapToObj(question -> search.apply(question)
                        .map(Passage::documentId)
                        .distinct()
                        .toList())
                .toList();
        average(name + ".ndcg10", question -> questions.get(question).ndcg(answers.get(question), NDCG_DEPTH));
        average(name + ".recall20", question -> questions.get(question).recall(answers.get(question), RECALL_DEPTH));
    }

    private void average(String name, ToDoubleFunction<Integer> measure) {
        figures.put(
                name,
                IntStream.range(0, questions.size())
                        .boxed()
                        .mapToDouble(measure)
                        .average()
                        .orElseThrow());
    }

    private static Cut cut(String number, String text, Function<List<String>, List<float[]>> embedder) {
        DocumentText content = DocumentText.ofPages(List.of(text));
        List<Passage> passages = Chunker.passages(number, DocumentType.TEXT, content);
        List<float[]> vectors = passages.isEmpty()
                ? List.of()
                : embedder.apply(passages.stream().map(Passage::searchable).toList());
        return new Cut(new Document(number, TENANT, COLLECTION, "owner", number, content), passages, vectors);
    }
}
