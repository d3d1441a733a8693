package dev.cloister.sandbox.benchmark;

import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.plan.Plan;
import dev.cloister.sandbox.plan.PlanStep;
import dev.cloister.sandbox.scripted.ScriptedAct;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.ScriptedTool;
import dev.cloister.sandbox.spoke.OperatorPrompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All tools as functions of this very process, with the same prompts to the same model: nothing crosses a boundary. */
final class OneProcessArm implements Arm {

    private final Map<String, ScriptedApp> apps;
    private final Models models;

    OneProcessArm(Map<String, ScriptedApp> apps, Models models) {
        this.apps = apps;
        this.models = models;
    }

    @Override
    public String carryOut(Plan plan) {
        String last = "";
        for (PlanStep step : plan.steps()) {
            ScriptedTool tool = tool(step.appName(), step.tool().name());
            String schema = tool.inputSchema().text();
            ToolDescription description = new ToolDescription(tool.name(), tool.description(), schema);
            Json.Obj arguments = Json.parseObject(models.fillIn(
                    step.app(), OperatorPrompt.of(description, step.words(), List.of(), manifest(step)), schema));
            if (step.uses().isPresent()) {
                arguments = arguments.with(step.tool().takes().orElseThrow().argument(), new Json.Str(last));
            }
            last = call(tool, arguments);
        }
        return last;
    }

    private String call(ScriptedTool tool, Json.Obj arguments) {
        StringBuilder answer = new StringBuilder(filledIn(tool.usual().answer(), arguments));
        for (ScriptedAct.Wish wish : tool.usual().asks()) {
            String[] names = wish.functionality().split("\\.", 2);
            answer.append('\n')
                    .append(call(
                            tool(names[0], names[1]),
                            Json.parseObject(filledIn(wish.arguments().text(), arguments))));
        }
        return answer.toString();
    }

    private ScriptedTool tool(String app, String name) {
        return Objects.requireNonNull(apps.get(app)).tools().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String filledIn(String template, Json.Obj arguments) {
        String filled = template;
        for (Map.Entry<String, Json> argument : arguments.members().entrySet()) {
            if (argument.getValue() instanceof Json.Str text) {
                filled = filled.replace("${" + argument.getKey() + "}", text.value());
            }
        }
        return filled.replaceAll("\\$\\{\\w+}", "");
    }

    private static Json.Obj manifest(PlanStep step) {
        try {
            return Json.parseObject(Files.readString(step.app().folder().resolve("manifest.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
