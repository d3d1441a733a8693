package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.tool.ArgumentSyntax;
import dev.cloister.inference.tool.CallFormat;
import dev.cloister.inference.tool.CallIds;
import dev.cloister.inference.tool.JsonArguments;
import dev.cloister.inference.tool.TaggedArguments;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out a template's dialect by rendering: a turn with one, two and three known calls beside a turn of text shows
 * what the model's calls begin, go on and end with. What does not show the shape of {@link CallFormat} is not guessed at.
 */
final class DialectProbe {

    private static final String NAME = "probe_function_";
    private static final String DESCRIPTION = "Probes descriptions.";
    private static final String TEXT = "Zanzibar";
    private static final String RESULT = "Quokka";
    private static final String ARGUMENTS = "{\"probe_key\": \"probe value\"}";
    private static final String PARAMETERS = "{\"type\":\"object\",\"properties\":{"
            + "\"probe_key\":{\"type\":\"string\",\"description\":\"a key\"},"
            + "\"probe_count\":{\"type\":\"integer\",\"description\":\"a count\"},"
            + "\"probe_flag\":{\"type\":\"boolean\",\"description\":\"a flag\"}},\"required\":[\"probe_key\"]}";
    private static final Pattern SHOWN_ARGUMENTS = Pattern.compile("\\{\\s*\"probe_key\"\\s*:\\s*\"probe value\"\\s*}");
    private static final ChatMessage QUESTION = ChatMessage.user("Question");

    private final ChatTemplate template;
    private final Set<String> turnEnds;
    private final Guard noGuard;

    private record Calls(List<String> between, List<String> next, String closing) {}

    private DialectProbe(ChatTemplate template, Guard guard, Set<String> turnEnds) {
        this.template = template;
        this.noGuard = guard;
        this.turnEnds = turnEnds;
    }

    /**
     * The template's dialect.
     *
     * @param structure of the model's vocabulary
     * @param turnEnds names of the tokens that end an answer
     */
    static ToolDialect of(ChatTemplate template, Structure structure, Set<String> turnEnds) {
        if (!template.abilities().tools()) {
            return ToolDialect.GENERIC;
        }
        DialectProbe probe = new DialectProbe(template, Guard.of(structure, ""), turnEnds);
        return probe.format()
                .filter(format -> probe.showsResults())
                .map(format -> new ToolDialect(format, probe.describes(), true))
                .orElse(ToolDialect.GENERIC);
    }

    private Optional<CallFormat> format() {
        return format(new JsonArguments(), SHOWN_ARGUMENTS).or(() -> tagged().flatMap(
                        tagged -> format(tagged, Pattern.compile(Pattern.quote(tagged.written(ARGUMENTS))))));
    }

    /** Arguments between tags, where the template shows them so. */
    private Optional<TaggedArguments> tagged() {
        List<String> shown = Stream.of("{}", ARGUMENTS, TaggedProbe.SEVERAL)
                .flatMap(arguments -> turn(calling(1, arguments)).stream())
                .map(turn -> turn.substring(turn.lastIndexOf(NAME) + NAME.length() + 1))
                .toList();
        return shown.size() < 3 ? Optional.empty() : TaggedProbe.read(shown.get(0), shown.get(1), shown.get(2));
    }

    /**
     * The format with this syntax.
     *
     * @param shown finds the known arguments
     */
    private Optional<CallFormat> format(ArgumentSyntax syntax, Pattern shown) {
        Optional<String> text = turn(ChatMessage.assistant(TEXT));
        Optional<String> one = turn(calling(1));
        if (text.isEmpty() || one.isEmpty()) {
            return Optional.empty();
        }
        int from = begin(text.get(), one.get());
        String rest = one.get().substring(from);
        int end = end(text.get(), rest, shown);
        if (end < 0) {
            return Optional.empty();
        }
        return calls(rest.substring(0, end), 1, shown).flatMap(single -> {
            String opening = withoutIds(rest.substring(0, rest.indexOf(NAME)));
            return opening.isBlank()
                    ? Optional.empty()
                    : Optional.of(new CallFormat(
                            opening,
                            single.between().getFirst(),
                            next(from, single, shown),
                            single.closing().stripTrailing(),
                            syntax));
        });
    }

    /** What stands between two calls; empty where that is not always the same. */
    private String next(int from, Calls single, Pattern shown) {
        Optional<String> three =
                turn(calling(3)).filter(text -> text.length() > from).map(text -> text.substring(from));
        return three.flatMap(text -> calls(text, 3, shown))
                .filter(all -> all.between().stream().allMatch(single.between().getFirst()::equals))
                .filter(all -> all.next().stream().distinct().count() == 1)
                .filter(all -> all.closing().startsWith(single.closing()))
                .map(all -> all.next().getFirst())
                .orElse("");
    }

    private static Optional<Calls> calls(String text, int count, Pattern shown) {
        Stream.Builder<String> between = Stream.builder();
        Stream.Builder<String> next = Stream.builder();
        int at = 0;
        for (int i = 0; i < count; i++) {
            int name = text.indexOf(NAME + i, at);
            Matcher arguments = shown.matcher(text);
            if (name < 0 || !arguments.find(name)) {
                return Optional.empty();
            }
            int behindName = name + (NAME + i).length();
            between.add(withoutIds(text.substring(behindName, arguments.start())));
            if (i > 0) {
                next.add(withoutIds(text.substring(at, name)));
            }
            at = arguments.end();
        }
        boolean namedOnce = text.indexOf(NAME, at) < 0;
        return namedOnce
                ? Optional.of(
                        new Calls(between.build().toList(), next.build().toList(), withoutIds(text.substring(at))))
                : Optional.empty();
    }

    /** Where a call's turn leaves the way of a text's turn, or where the turn's own beginning ends. */
    private int begin(String text, String call) {
        int shared = shared(text, call);
        int tag = call.lastIndexOf('<', shared - 1);
        if (tag >= 0 && call.substring(tag, shared).chars().noneMatch(c -> c == '>' || Character.isWhitespace(c))) {
            shared = tag;
        }
        String generation = render(List.of(QUESTION), true).orElse("");
        return call.startsWith(generation) ? Math.max(shared, generation.length()) : shared;
    }

    /** Where the turn's end begins in what a call's turn has of its own. */
    private int end(String text, String rest, Pattern shown) {
        String suffix = text.substring(text.lastIndexOf(TEXT) + TEXT.length());
        int end;
        if (rest.endsWith(suffix)) {
            end = rest.length() - suffix.length();
        } else {
            end = rest.length() - sharedAtEnd(suffix, rest);
            int tag = rest.lastIndexOf('<', end - 1);
            int close = rest.indexOf('>', end);
            if (tag > rest.lastIndexOf('>', end - 1) && close >= 0) {
                end = close + 1;
            }
        }
        Matcher arguments = shown.matcher(rest);
        if (!arguments.find()) {
            return -1;
        }
        int behind = arguments.end();
        int before = end;
        return turnEnds.stream()
                .mapToInt(token -> rest.indexOf(token, behind))
                .filter(at -> at >= behind && at < before)
                .min()
                .orElse(end);
    }

    private boolean describes() {
        return render(List.of(QUESTION), true)
                .filter(text -> text.contains(DESCRIPTION))
                .isPresent();
    }

    private boolean showsResults() {
        ChatMessage calling = calling(1);
        return render(
                        List.of(
                                QUESTION,
                                calling,
                                ChatMessage.tool(calling.toolCalls().getFirst().id(), RESULT)),
                        true)
                .filter(text -> text.contains(RESULT))
                .isPresent();
    }

    private Optional<String> turn(ChatMessage answer) {
        return render(List.of(QUESTION, answer), false);
    }

    private Optional<String> render(List<ChatMessage> messages, boolean generation) {
        List<Tool> tools = IntStream.range(0, 3)
                .mapToObj(i -> new Tool(NAME + i, DESCRIPTION, PARAMETERS))
                .toList();
        ObjectNode globals = new ChatGlobals(template.abilities(), noGuard).of(messages, tools, true);
        if (!generation) {
            globals.put("add_generation_prompt", false);
        }
        try {
            return Optional.of(template.render(globals).stream()
                    .map(part -> noGuard.remove(part.text()))
                    .collect(Collectors.joining()));
        } catch (EngineException e) {
            // A template that refuses the probe has no dialect that the probe could find.
            return Optional.empty();
        }
    }

    private static ChatMessage calling(int count) {
        return calling(count, ARGUMENTS);
    }

    private static ChatMessage calling(int count, String arguments) {
        return ChatMessage.calling(
                "",
                IntStream.range(0, count)
                        .mapToObj(i -> new ToolCall("call" + i, NAME + i, arguments))
                        .toList());
    }

    private static String withoutIds(String text) {
        String without = text;
        for (int i = 0; i < 3; i++) {
            without = without.replace(CallIds.shortened("call" + i), String.valueOf(CallFormat.ID));
        }
        return without;
    }

    private static int shared(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    private static int sharedAtEnd(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length())
                && a.charAt(a.length() - 1 - length) == b.charAt(b.length() - 1 - length)) {
            length++;
        }
        return length;
    }
}
