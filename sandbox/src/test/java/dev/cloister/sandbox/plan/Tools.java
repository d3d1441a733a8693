package dev.cloister.sandbox.plan;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.Parameter;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.app.ValueType;
import dev.cloister.sandbox.egress.EgressPolicy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Three tools that are found by the words they share with a text. */
final class Tools {

    static final ToolManifest READ =
            new ToolManifest("read_notes", "", List.of("notes"), Effect.READ, List.of(), Optional.empty());
    static final ToolManifest SEND = new ToolManifest(
            "send_mail",
            "",
            List.of(),
            Effect.IRREVERSIBLE,
            List.of(),
            Optional.of(new Parameter("body", ValueType.TEXT)));
    static final ToolManifest CONVERT =
            new ToolManifest("convert", "", List.of(), Effect.NONE, List.of(), Optional.empty());

    private static final Map<String, ToolManifest> BY_WORDS = Map.of(
            "what do my notes say about dentist", READ,
            "send it them to anna by mail", SEND,
            "convert 3 feet to inches", CONVERT);

    private Tools() {}

    static AppBundle app(ToolManifest tool) {
        return new AppBundle(
                Path.of(tool.name()),
                new AppManifest(
                        appName(tool), tool.name(), "1", "", "server.mjs", List.of(tool), List.of(), EgressPolicy.NONE),
                tool.name());
    }

    static String appName(ToolManifest tool) {
        return tool.name().replace('_', '-');
    }

    /** The share of a text's words that a tool's words hold. */
    static List<Optional<ToolFinder.Match>> closest(List<String> texts) {
        return texts.stream().map(Tools::closest).toList();
    }

    private static Optional<ToolFinder.Match> closest(String text) {
        return BY_WORDS.entrySet().stream()
                .map(entry ->
                        new ToolFinder.Match(app(entry.getValue()), entry.getValue(), likeness(text, entry.getKey())))
                .max((one, other) -> Double.compare(one.cosine(), other.cosine()));
    }

    private static double likeness(String text, String words) {
        Set<String> known = new HashSet<>(Arrays.asList(words.split(" ", -1)));
        List<String> said = Arrays.asList(
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").split(" +", -1));
        return said.stream().filter(known::contains).count() / (double) said.size();
    }
}
