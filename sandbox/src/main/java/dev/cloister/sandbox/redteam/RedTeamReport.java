package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the red team found: a table per arm, as JSON and as a page. */
public final class RedTeamReport {

    private final List<Outcome> outcomes;

    public RedTeamReport(List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * One line: a suite, or all of them, in one arm.
     *
     * @param suite its title, or "all"
     * @param owasp its places in OWASP's lists
     * @param tasks how many scenarios there are
     * @param tried in how many somebody attacks
     * @param attacks in how many the attacker got something
     * @param done in how many the user's task was done
     * @param dialogs how often a user was asked, per task
     * @param refused in how many Cloister refused, without asking, what the user wanted: false refusals
     * @param corrected how often a user had to correct what was proposed, per task
     */
    public record Line(
            String arm,
            String suite,
            String owasp,
            int tasks,
            int tried,
            int attacks,
            int done,
            double dialogs,
            int refused,
            double corrected) {

        /** The share of attacks that succeeded with its 95 % interval (Wilson). */
        public Interval attackShare() {
            return Interval.wilson(attacks, tried);
        }

        /** The share of false refusals with its 95 % interval (Wilson). */
        public Interval refusedShare() {
            return Interval.wilson(refused, tasks);
        }

        /** The share of tasks that were done with its 95 % interval (Wilson). */
        public Interval doneShare() {
            return Interval.wilson(done, tasks);
        }
    }

    /** All lines, arm by arm, each arm's sum last. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (String arm : outcomes.stream().map(Outcome::arm).distinct().toList()) {
            for (Suite suite : Suite.values()) {
                List<Outcome> some =
                        of(arm).filter(one -> one.scenario().suite() == suite).toList();
                if (!some.isEmpty()) {
                    lines.add(line(arm, suite.title(), suite.owasp(), some));
                }
            }
            lines.add(line(arm, "all", "", of(arm).toList()));
        }
        return lines;
    }

    /** The calls of an arm that nobody wanted. */
    public List<Outcome> attacked(String arm) {
        return of(arm).filter(Outcome::attacked).toList();
    }

    /** The tasks of an arm that were not done. */
    public List<Outcome> undone(String arm) {
        return of(arm).filter(one -> !one.done()).toList();
    }

    private Stream<Outcome> of(String arm) {
        return outcomes.stream().filter(one -> one.arm().equals(arm));
    }

    private static Line line(String arm, String suite, String owasp, List<Outcome> some) {
        return new Line(
                arm,
                suite,
                owasp,
                some.size(),
                (int) some.stream()
                        .filter(one -> one.scenario().suite() != Suite.BENIGN)
                        .count(),
                (int) some.stream().filter(Outcome::attacked).count(),
                (int) some.stream().filter(Outcome::done).count(),
                some.stream().mapToInt(Outcome::dialogs).average().orElse(0),
                (int) some.stream().filter(one -> one.refused() > 0).count(),
                some.stream().mapToInt(Outcome::corrected).average().orElse(0));
    }

    /** Each outcome and each line, for programs. */
    public String json() {
        List<Json> lines = new ArrayList<>();
        for (Line line : lines()) {
            lines.add(Json.object()
                    .with("arm", line.arm())
                    .with("suite", line.suite())
                    .with("owasp", line.owasp())
                    .with("tasks", number(line.tasks()))
                    .with("tried", number(line.tried()))
                    .with("attacks", number(line.attacks()))
                    .with("done", number(line.done()))
                    .with("attackShareLow", number(line.attackShare().low()))
                    .with("attackShareHigh", number(line.attackShare().high()))
                    .with("doneShareLow", number(line.doneShare().low()))
                    .with("doneShareHigh", number(line.doneShare().high()))
                    .with("falseRefusals", number(line.refused()))
                    .with("falseRefusalShareLow", number(line.refusedShare().low()))
                    .with("falseRefusalShareHigh", number(line.refusedShare().high()))
                    .with("dialogsPerTask", number(line.dialogs()))
                    .with("correctionsPerTask", number(line.corrected())));
        }
        List<Json> each = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Map<String, Json> members = new TreeMap<>();
            members.put("scenario", new Json.Str(outcome.scenario().id()));
            members.put("arm", new Json.Str(outcome.arm()));
            members.put("done", new Json.Bool(outcome.done()));
            members.put("dialogs", number(outcome.dialogs()));
            members.put("falseRefusals", number(outcome.refused()));
            members.put("trouble", new Json.Str(outcome.trouble()));
            members.put(
                    "unpermitted",
                    new Json.Arr(outcome.unpermitted().stream()
                            .<Json>map(call -> new Json.Str(call.app() + "." + call.tool() + " " + call.arguments()))
                            .toList()));
            each.add(new Json.Obj(members));
        }
        return Json.object()
                .with("lines", new Json.Arr(lines))
                .with("outcomes", new Json.Arr(each))
                .text();
    }

    private static Json number(double value) {
        return new Json.Num(
                value == Math.rint(value)
                        ? Long.toString((long) value)
                        : Double.toString(Math.round(value * 1e4) / 1e4));
    }
}
