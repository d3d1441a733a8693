package dev.cloister.retrieval.benchmark;

import org.apache.lucene.util.VectorUtil;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Questions and their exact nearest passages, found as the passages pass by, so that none need be kept. */
final class NearestQueries {

    private static final int NEAREST = 10;

    private final List<Question> questions;
    private final List<PriorityQueue<Near>> nearest;

    record Question(String text, float[] vector) {}

    private record Near(String passageId, float cosine) {}

    NearestQueries(List<Question> questions) {
        this.questions = List.copyOf(questions);
        this.nearest = IntStream.range(0, questions.size())
                .mapToObj(i -> new PriorityQueue<>(Comparator.comparingDouble(Near::cosine)))
                .toList();
    }

    List<Question> questions() {
        return questions;
    }

    void see(String passageId, float[] vector) {
        for (int i = 0; i < questions.size(); i++) {
            PriorityQueue<Near> kept = nearest.get(i);
            float cosine = VectorUtil.dotProduct(questions.get(i).vector(), vector);
            if (kept.size() < NEAREST || cosine > kept.element().cosine()) {
                kept.add(new Near(passageId, cosine));
                if (kept.size() > NEAREST) {
                    kept.remove();
                }
            }
        }
    }

    /** Which part of the ten nearest passages of a question is among those found. */
    double recall(int question, Set<String> found) {
        Set<String> exact = nearest.get(question).stream().map(Near::passageId).collect(Collectors.toSet());
        return exact.stream().filter(found::contains).count() / (double) exact.size();
    }
}
