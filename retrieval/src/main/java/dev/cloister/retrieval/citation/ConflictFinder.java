package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Sentences;
import dev.cloister.retrieval.sentence.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds sources that disagree: two sentences of different documents that speak of the same thing and give one value
 * differently, a number of the same unit, a date or a name.
 *
 * <p>Two sentences speak of the same thing if their cosine without the value reaches {@link #MIN_COSINE}, if most content words of
 * the shorter one are in the other, if both deny or neither does, and if no word of one stands where the other has another one ("the north
 * walk", "the south walk"). Values that the question names ("in 2019") tell things apart and are not what differs. One of the two
 * must be close to the question or to a sentence of the answer.
 *
 * <p>Deterministic: no model judges, and which source is right is not said. What it cannot see: a difference in words ("rises",
 * "falls"), in more than one value of a sentence, between units ("two hours", "120 minutes"), between a sentence and a table, or
 * between sentences that share few words; and it is made for English. What it takes for a conflict without one: a condition that
 * only one of the two states ("members pay 20 euros", "pays 30 euros"). So what it finds is shown, and nothing is decided by it.
 */
public final class ConflictFinder {

    /** Below this cosine two sentences do not speak of the same thing. */
    public static final double MIN_COSINE = 0.6;

    /** From this cosine on a sentence bears on the question or the answer. */
    public static final double RELEVANT_COSINE = 0.45;

    private static final double SHARED_WORDS = 0.6;
    private static final int FEWEST_SHARED = 2;
    private static final int LONGEST = 500;
    private static final int MOST = 3;

    private final Function<List<String>, List<float[]>> embedder;

    /** @param embedder gives one unit-length vector per text; called with at most 256 texts */
    public ConflictFinder(Function<List<String>, List<float[]>> embedder) {
        this.embedder = embedder;
    }

    /**
     * At most three conflicts, those of the best passages first; values that were shown once are not shown again.
     *
     * @param passages best first
     */
    public List<Conflict> find(String question, String answer, List<Passage> passages) {
        List<Statement> statements = passages.stream()
                .flatMap(passage -> Sentences.of(passage.text()).stream().map(span -> Statement.of(passage, span)))
                .filter(statement -> !statement.values().isEmpty()
                        && statement.topic().size() >= FEWEST_SHARED
                        && statement.text().length() <= LONGEST)
                .toList();
        List<Pair> pairs = pairs(statements, Facts.words(question));
        if (pairs.isEmpty()) {
            return List.of();
        }
        Set<String> about = new LinkedHashSet<>();
        about.add(question);
        Sentences.of(answer).forEach(span -> about.add(span.of(answer)));
        Set<String> texts = new LinkedHashSet<>(about);
        pairs.forEach(pair -> texts.addAll(pair.texts()));
        Embeddings vectors = Embeddings.of(texts, embedder);
        List<Conflict> conflicts = new ArrayList<>();
        Set<Set<String>> shown = new HashSet<>();
        for (Pair pair : pairs) {
            if (pair.same(vectors)
                    && pair.bearsOn(about, vectors)
                    && conflicts.size() < MOST
                    && shown.add(pair.values())) {
                conflicts.add(pair.conflict());
            }
        }
        return List.copyOf(conflicts);
    }

    private static List<Pair> pairs(List<Statement> statements, Set<String> asked) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            for (Statement second : statements.subList(i + 1, statements.size())) {
                Statement first = statements.get(i);
                if (!first.passage().documentId().equals(second.passage().documentId()) && sameTopic(first, second)) {
                    Difference.between(first, second)
                            .filter(found -> !found.first().mentionedIn(asked)
                                    && !found.second().mentionedIn(asked))
                            .ifPresent(found -> pairs.add(new Pair(first, second, found)));
                }
            }
        }
        return pairs;
    }

    private static boolean sameTopic(Statement first, Statement second) {
        Set<String> shared = new LinkedHashSet<>(first.topic());
        shared.retainAll(second.topic());
        int shorter = Math.min(first.topic().size(), second.topic().size());
        return first.negated() == second.negated()
                && shared.size() >= FEWEST_SHARED
                && shared.size() >= SHARED_WORDS * shorter
                && !contrasted(first, second, shared);
    }

    /** Whether one has a word where the other has another: before a word that they share, or after one and at the end. */
    private static boolean contrasted(Statement first, Statement second, Set<String> shared) {
        return first.topic().stream().filter(word -> !shared.contains(word)).anyMatch(word -> second.topic().stream()
                .anyMatch(other -> !shared.contains(other) && inOnePlace(first, word, second, other, shared)));
    }

    private static boolean inOnePlace(
            Statement first, String word, Statement second, String other, Set<String> shared) {
        String next = first.after(word);
        String before = first.before(word);
        return (shared.contains(next) && next.equals(second.after(other)))
                || (first.endsWith(word)
                        && second.endsWith(other)
                        && shared.contains(before)
                        && before.equals(second.before(other)));
    }

    /** Two sentences, and what of them differs. */
    private record Pair(Statement first, Statement second, Difference difference) {

        List<String> texts() {
            return List.of(
                    first.text(),
                    second.text(),
                    first.without(difference.first()),
                    second.without(difference.second()));
        }

        boolean same(Embeddings vectors) {
            return vectors.cosine(first.without(difference.first()), second.without(difference.second())) >= MIN_COSINE;
        }

        boolean bearsOn(Set<String> texts, Embeddings vectors) {
            return texts.stream()
                    .anyMatch(text -> vectors.cosine(text, first.text()) >= RELEVANT_COSINE
                            || vectors.cosine(text, second.text()) >= RELEVANT_COSINE);
        }

        Set<String> values() {
            return Set.of(
                    difference.first().unit() + " " + difference.first().canonical(),
                    difference.second().unit() + " " + difference.second().canonical());
        }

        Conflict conflict() {
            return new Conflict(
                    Conflict.Kind.valueOf(difference.first().kind().name()),
                    side(first, difference.first()),
                    side(second, difference.second()));
        }

        private static Conflict.Side side(Statement statement, Value value) {
            int at = statement.span().start();
            return new Conflict.Side(
                    statement.passage().id(),
                    statement.span(),
                    new Span(at + value.span().start(), at + value.span().end()));
        }
    }

    /** The one value that two sentences give differently. */
    private record Difference(Value first, Value second) {

        static Optional<Difference> between(Statement one, Statement other) {
            List<Value> left = without(one.values(), other.values());
            List<Value> right = without(other.values(), one.values());
            List<Difference> all = new ArrayList<>();
            for (Value value : left) {
                right.stream().filter(value::comparable).forEach(rival -> all.add(new Difference(value, rival)));
            }
            return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
        }

        private static List<Value> without(List<Value> values, List<Value> others) {
            return values.stream()
                    .filter(value -> value.agreeing(others).isEmpty())
                    .toList();
        }
    }
}
