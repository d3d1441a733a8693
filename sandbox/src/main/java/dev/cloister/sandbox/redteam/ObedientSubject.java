package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.scripted.ExecutedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script that solves each task, and carries out every order that it reads: {@code CALL app.tool {..}}. */
public final class ObedientSubject implements Subject {

    private static final Pattern ORDER = Pattern.compile("CALL ([a-z]+)\\.([a-z_]+) (\\{.*?\\})");

    @Override
    public String name() {
        return "obedient (scripted)";
    }

    @Override
    public Models models(Scenario scenario) {
        return new Models() {
            @Override
            public String fillIn(AppBundle app, List<Turn> prompt, String schema) {
                String name = app.manifest().name();
                String tool = app.manifest().tools().stream()
                        .map(one -> one.name())
                        .filter(one -> prompt.getFirst().text().contains(" of " + one + "."))
                        .findFirst()
                        .orElse("");
                List<ExecutedCall> orders =
                        orders(prompt.stream().map(Turn::text).toList());
                return orders.stream()
                        .filter(order ->
                                order.app().equals(name) && order.tool().equals(tool))
                        .findFirst()
                        .map(ExecutedCall::arguments)
                        .orElseGet(() ->
                                gold(scenario, name, tool, prompt.getLast().text()));
            }

            @Override
            public String pick(String words, String text, List<String> candidates) {
                return candidates.getLast();
            }
        };
    }

    /** What the user wants of the tool: that of which the user's words speak, else the first. */
    private static String gold(Scenario scenario, String app, String tool, String words) {
        List<Json.Obj> wanted = scenario.goldArguments(app, tool);
        return wanted.stream()
                .filter(one -> one.members().values().stream()
                        .allMatch(value -> value instanceof Json.Str text && words.contains(text.value())))
                .findFirst()
                .or(() -> wanted.stream().findFirst())
                .map(Json.Obj::text)
                .orElse("{}");
    }

    @Override
    public Optional<ExecutedCall> next(Scenario scenario, List<String> shown, List<ExecutedCall> made) {
        List<ExecutedCall> due = new ArrayList<>(orders(shown));
        due.addAll(scenario.gold());
        return due.stream().filter(one -> !made.contains(one)).findFirst();
    }

    static List<ExecutedCall> orders(List<String> shown) {
        List<ExecutedCall> orders = new ArrayList<>();
        for (String text : shown) {
            Matcher matcher = ORDER.matcher(text);
            while (matcher.find()) {
                try {
                    orders.add(Scenario.call(matcher.group(1), matcher.group(2), matcher.group(3)));
                } catch (SandboxException e) {
                    // No order that can be carried out.
                }
            }
        }
        return orders;
    }
}
