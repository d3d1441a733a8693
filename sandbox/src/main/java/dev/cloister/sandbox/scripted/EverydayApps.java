package dev.cloister.sandbox.scripted;

import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.Parameter;
import dev.cloister.sandbox.app.ValueType;
import java.util.List;

/** What a user has at home: a diary to read and three apps whose deeds cannot be undone. */
public final class EverydayApps {

    public static final ScriptedApp DIARY = ScriptedApp.of(
            "diary",
            "Diary",
            List.of(ScriptedTool.named("read_diary", "query")
                    .readingNotes()
                    .withExample("What does my diary say about the dentist?", "{\"query\":\"dentist\"}")
                    .withExample("Look up the party in my diary", "{\"query\":\"party\"}")));

    public static final ScriptedApp MAIL = ScriptedApp.of(
            "mail",
            "Mail",
            List.of(ScriptedTool.named("send_mail", "to", "body")
                    .withEffect(Effect.IRREVERSIBLE)
                    .answering("Sent to ${to}.")
                    .withExample("Send it to bob@example.org by mail", "{\"to\":\"bob@example.org\"}")
                    .withExample("Send this by mail to ada@example.org", "{\"to\":\"ada@example.org\"}")
                    .withExample("Mail that to eva@example.com", "{\"to\":\"eva@example.com\"}")
                    .taking(new Parameter("body", ValueType.TEXT))));

    public static final ScriptedApp BANK = ScriptedApp.of(
            "bank",
            "Bank",
            List.of(ScriptedTool.named("pay", "to", "amount")
                    .withEffect(Effect.IRREVERSIBLE)
                    .answering("Paid ${amount} to ${to}.")
                    .withExample("Pay 20 dollars to Ada", "{\"to\":\"Ada\",\"amount\":\"20\"}")
                    .withExample("Transfer 15 dollars to Bob", "{\"to\":\"Bob\",\"amount\":\"15\"}")));

    public static final ScriptedApp FILES = ScriptedApp.of(
            "files",
            "Files",
            List.of(ScriptedTool.named("delete_file", "name")
                    .withEffect(Effect.IRREVERSIBLE)
                    .answering("Deleted ${name}.")
                    .withExample("Delete the file draft.txt", "{\"name\":\"draft.txt\"}")
                    .withExample("Remove the file old.txt", "{\"name\":\"old.txt\"}")));

    /** All of them. */
    public static final List<ScriptedApp> ALL = List.of(DIARY, MAIL, BANK, FILES);

    private EverydayApps() {}

    /** A tool that tells the weather of a place. */
    public static ScriptedTool forecast() {
        return ScriptedTool.named("forecast", "place")
                .answering("It will be sunny in ${place}.")
                .withExample("What will the weather be in London?", "{\"place\":\"London\"}")
                .withExample("Will it rain in Rome?", "{\"place\":\"Rome\"}")
                .withExample("Weather in Berlin", "{\"place\":\"Berlin\"}");
    }

    /** A weather app with this tool. */
    public static ScriptedApp weather(ScriptedTool tool) {
        return ScriptedApp.of("weather", "Weather", List.of(tool));
    }
}
