package dev.cloister.sandbox.benchmark;

import dev.cloister.sandbox.app.Parameter;
import dev.cloister.sandbox.app.ValueType;
import dev.cloister.sandbox.scripted.ScriptedApp;
import dev.cloister.sandbox.scripted.ScriptedTool;
import java.util.List;

/** The apps that the queries are about. None reads anything of a user's, so that each can stay warm in each arm. */
final class QueryApps {

    static final ScriptedApp WEATHER = new ScriptedApp(
            "weather",
            "Weather",
            List.of(ScriptedTool.named("forecast", "place")
                    .answering("It will be sunny in ${place}.")
                    .withExample("What will the weather be in London?", "{\"place\":\"London\"}")
                    .withExample("Will it rain in Rome?", "{\"place\":\"Rome\"}")
                    .withExample("What will the weather be in Berlin?", "{\"place\":\"Berlin\"}")),
            List.of());

    static final ScriptedApp MAIL = new ScriptedApp(
            "mail",
            "Mail",
            List.of(ScriptedTool.named("send_mail", "to", "body")
                    .answering("Sent to ${to}: ${body}")
                    .withExample("Send it to ada@example.org by mail", "{\"to\":\"ada@example.org\"}")
                    .withExample("Mail that to eva@example.com", "{\"to\":\"eva@example.com\"}")
                    .taking(new Parameter("body", ValueType.TEXT))),
            List.of());

    static final ScriptedApp TRAVEL = new ScriptedApp(
            "travel",
            "Travel",
            List.of(ScriptedTool.named("book_trip", "where")
                    .answering("A trip to ${where}.")
                    .withExample("Book a trip to Vienna", "{\"where\":\"Vienna\"}")
                    .withExample("Book a trip to London", "{\"where\":\"London\"}")
                    .withExample("Book a trip", "{\"where\":\"Rome\"}")
                    .asking("weather.forecast", "{\"place\":\"${where}\"}")),
            List.of("weather.forecast"));

    static final List<ScriptedApp> ALL = List.of(WEATHER, MAIL, TRAVEL);

    static final List<String> PLACES = List.of(
            "Paris", "Madrid", "Vienna", "Lisbon", "Athens", "Oslo", "Dublin", "Prague", "Warsaw", "Munich", "Milan",
            "Naples", "Geneva", "Zurich", "Bern", "Hamburg", "Dresden", "Lyon", "Nice", "Porto", "Seville", "Turin",
            "Venice", "Verona", "Basel");

    private QueryApps() {}
}
