package dev.cloister.sandbox.scripted;

import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scripted tool does at a call.
 *
 * @param when a text that the call's arguments must hold for it; empty fits every call
 * @param answer what the tool answers, with <code>${argument}</code> filled in
 * @param asks what it asks other apps for before
 */
public record ScriptedAct(String when, String answer, List<Wish> asks) {

    /** Fits every call, says nothing and asks for nothing. */
    public static final ScriptedAct SILENT = new ScriptedAct("", "", List.of());

    public ScriptedAct {
        asks = List.copyOf(asks);
    }

    /**
     * What is asked of another app.
     *
     * @param functionality {@code app.tool}
     * @param arguments with <code>${argument}</code> filled in
     */
    public record Wish(String functionality, Json.Obj arguments) {}

    /** An act for calls whose arguments hold a text. */
    public static ScriptedAct when(String text) {
        return new ScriptedAct(text, "", List.of());
    }

    public ScriptedAct answering(String words) {
        return new ScriptedAct(when, words, asks);
    }

    /** The same, which asks for one thing more. */
    public ScriptedAct asking(String functionality, String argumentsJson) {
        List<Wish> more = new ArrayList<>(asks);
        more.add(new Wish(functionality, Json.parseObject(argumentsJson)));
        return new ScriptedAct(when, answer, more);
    }

    Json.Obj script() {
        return Json.object()
                .with("when", when)
                .with("answer", answer)
                .with(
                        "asks",
                        new Json.Arr(asks.stream()
                                .<Json>map(wish -> Json.object()
                                        .with("functionality", wish.functionality())
                                        .with("arguments", wish.arguments()))
                                .toList()));
    }
}
