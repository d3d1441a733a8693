package dev.cloister.sandbox.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Makes a plan of the user's words: it cuts them where people put one wish after another, and binds each part to the tool
 * whose registered examples are closest. A part that speaks of what came before ("and send it to ...") is given the
 * result of the step before it, if its tool was registered to take one.
 *
 * <p>Security guarantees: it sees the user's words, tools' names and examples that an administrator approved, and nothing
 * else; the same words give the same plan. It decides what is asked for, never what is allowed.
 */
public final class Planner {

    /** A cut that nothing else speaks for must make each part clearer than the whole was by this much. */
    private static final double COST_OF_A_CUT = 0.02;

    private final ToolFinder finder;
    private final double threshold;

    /**
     * @param threshold cosine from which on words are taken to ask for a tool
     */
    public Planner(ToolFinder finder, double threshold) {
        this.finder = finder;
        this.threshold = threshold;
    }

    /** A plan and how sure it is. */
    public record Proposal(Plan plan, double cosine) {}

    /**
     * A plan. Where a part asks for no tool while whole sentences beside it do, these are planned and the rest is left over;
     * else there is none.
     */
    public Optional<Proposal> plan(String words) {
        Clauses clauses = Clauses.of(words);
        Runs runs = runs(clauses);
        return best(runs, clauses, false)
                .or(() -> best(runs, clauses, true))
                .map(cut -> new Proposal(new Plan(bound(cut.runs), cut.leftOver), cut.least()));
    }

    private record Run(Clause clause, ToolFinder.Match match) {
        boolean sameTool(Run other) {
            return match.app().digest().equals(other.match.app().digest())
                    && match.tool().name().equals(other.match.tool().name());
        }
    }

    private record Runs(List<List<Optional<Run>>> byFirstAndLength) {
        Optional<Run> of(int first, int last) {
            return byFirstAndLength.get(first).get(last - first);
        }
    }

    private Runs runs(Clauses clauses) {
        int pieces = clauses.pieces().size();
        List<Clause> all = new ArrayList<>();
        for (int first = 0; first < pieces; first++) {
            for (int last = first; last < pieces; last++) {
                all.add(clauses.run(first, last));
            }
        }
        List<Optional<ToolFinder.Match>> matches =
                finder.closest(all.stream().map(Clause::words).toList());
        List<List<Optional<Run>>> byFirst = new ArrayList<>();
        int next = 0;
        for (int first = 0; first < pieces; first++) {
            List<Optional<Run>> ofFirst = new ArrayList<>();
            for (int last = first; last < pieces; last++, next++) {
                Clause clause = all.get(next);
                ofFirst.add(matches.get(next)
                        .filter(match -> match.cosine() >= threshold)
                        .map(match -> new Run(clause, match)));
            }
            byFirst.add(ofFirst);
        }
        return new Runs(byFirst);
    }

    /**
     * Of all ways to cut, the one with the most cuts that something speaks for: "then", the end of a sentence, or another
     * tool on the other side. Of equals the one whose least certain part is the most certain.
     */
    private static Optional<Cut> best(Runs runs, Clauses clauses, boolean mayLeaveOver) {
        return IntStream.range(0, 1 << (clauses.pieces().size() - 1))
                .mapToObj(cutAfter -> cut(runs, clauses, cutAfter, mayLeaveOver))
                .flatMap(Optional::stream)
                .max(Comparator.<Cut>comparingInt(cut -> -cut.leftOver.size())
                        .thenComparingInt(Cut::spokenFor)
                        .thenComparingDouble(Cut::score)
                        .thenComparing(cut -> -cut.runs.size()));
    }

    /** @param cutAfter a bit for each piece but the last: whether there is a cut after it */
    private static Optional<Cut> cut(Runs runs, Clauses clauses, int cutAfter, boolean mayLeaveOver) {
        List<Clauses.Piece> pieces = clauses.pieces();
        List<Run> parts = new ArrayList<>();
        List<String> leftOver = new ArrayList<>();
        int spokenFor = 0;
        int first = 0;
        for (int last = 0; last < pieces.size(); last++) {
            if (last < pieces.size() - 1 && (cutAfter >> last & 1) == 0) {
                continue;
            }
            Optional<Run> run = runs.of(first, last);
            boolean sentence = (first == 0 || pieces.get(first - 1).clear())
                    && pieces.get(last).clear();
            if (run.isPresent()) {
                if (!parts.isEmpty()
                        && (pieces.get(first - 1).clear() || !parts.getLast().sameTool(run.get()))) {
                    spokenFor++;
                }
                parts.add(run.get());
            } else if (mayLeaveOver && sentence) {
                leftOver.add(clauses.run(first, last).words());
            } else {
                return Optional.empty();
            }
            first = last + 1;
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Cut(parts, leftOver, spokenFor));
    }

    private record Cut(List<Run> runs, List<String> leftOver, int spokenFor) {

        double least() {
            return runs.stream().mapToDouble(run -> run.match.cosine()).min().orElseThrow();
        }

        double score() {
            return least() - COST_OF_A_CUT * (runs.size() - 1 - spokenFor);
        }
    }

    private static List<PlanStep> bound(List<Run> runs) {
        List<PlanStep> steps = new ArrayList<>();
        for (Run run : runs) {
            boolean given = !steps.isEmpty()
                    && run.clause.refersBack()
                    && run.match.tool().takes().isPresent();
            steps.add(new PlanStep(
                    run.clause.words(),
                    run.match.app(),
                    run.match.tool(),
                    given ? OptionalInt.of(steps.size() - 1) : OptionalInt.empty()));
        }
        return steps;
    }
}
