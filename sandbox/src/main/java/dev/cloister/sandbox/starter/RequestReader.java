package dev.cloister.sandbox.starter;

import dev.cloister.inference.ProcessSpec;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads requests as if an attacker had written them: each field is known and there, each text is plain, each number lies
 * between bounds, each list is short. Throws SandboxException with STARTER_REFUSED or MESSAGE_INVALID, and nothing else.
 */
final class RequestReader {

    private static final int MOST_WORDS = 256;
    private static final int MOST_VARIABLES = 64;
    private static final int MOST_MOUNTS = 128;
    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_TEXT = 64 << 10;
    private static final int LONGEST_NAME = 200;

    private static final long MOST_MEMORY = 1L << 42;
    private static final long MOST_FILE = 1L << 42;
    private static final long MOST_TEMPORARY = 1L << 30;
    private static final int MOST_PROCESSES = 4096;
    private static final int MOST_FILES = 65_536;
    private static final long MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private RequestReader() {}

    static Request read(Json.Obj message) {
        Kind kind = kind(text(message, "tier", LONGEST_NAME));
        String ask = text(message, "ask", LONGEST_NAME);
        return switch (ask) {
            case "describe" -> {
                requireOnly(message, Set.of("ask", "tier"));
                yield new Request.Describe(kind);
            }
            case "start" -> {
                requireOnly(message, Set.of("ask", "tier", "spec"));
                yield new Request.Start(kind, spec(message.object("spec")));
            }
            default -> throw refused("it knows no request " + Refusals.quoted(ask));
        };
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw refused("it knows no tier " + Refusals.quoted(name));
    }

    private static SandboxSpec spec(Json.Obj spec) {
        requireOnly(
                spec,
                Set.of(
                        "name",
                        "command",
                        "environment",
                        "mounts",
                        "limits",
                        "temporaryBytes",
                        "unixSockets",
                        "reservedBytes"));
        List<String> command = list(spec, "command", MOST_WORDS).stream()
                .map(word -> plain(word, "command", LONGEST_TEXT))
                .toList();
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw refused("a sandbox has no command");
        }
        return new SandboxSpec(
                text(spec, "name", LONGEST_NAME),
                command,
                environment(spec.object("environment")),
                list(spec, "mounts", MOST_MOUNTS).stream()
                        .map(RequestReader::mount)
                        .toList(),
                limits(spec.object("limits")),
                number(spec, "temporaryBytes", 0, MOST_TEMPORARY),
                spec.truth("unixSockets"),
                number(spec, "reservedBytes", 0, MOST_MEMORY));
    }

    private static Map<String, String> environment(Json.Obj variables) {
        if (variables.members().size() > MOST_VARIABLES) {
            throw refused("a sandbox has more than " + MOST_VARIABLES + " variables");
        }
        Map<String, String> environment = new HashMap<>();
        variables.members().forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches()) {
                throw refused("a variable has the name " + Refusals.quoted(name));
            }
            environment.put(name, plain(value, name, LONGEST_TEXT));
        });
        return environment;
    }

    private static Mount mount(Json value) {
        if (!(value instanceof Json.Obj mount)) {
            throw refused("a mount is no object");
        }
        requireOnly(mount, Set.of("host", "inside", "writable"));
        return new Mount(path(mount, "host"), path(mount, "inside"), mount.truth("writable"));
    }

    private static Path path(Json.Obj mount, String name) {
        String text = text(mount, name, LONGEST_PATH);
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && path.normalize().toString().equals(text)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Not of this machine's character set: refused like the others.
        }
        throw refused("a mount has the path " + Refusals.quoted(text));
    }

    private static ProcessSpec.Limits limits(Json.Obj limits) {
        requireOnly(limits, Set.of("memoryBytes", "processes", "cpuSeconds", "openFiles", "fileBytes"));
        return new ProcessSpec.Limits(
                number(limits, "memoryBytes", 1, MOST_MEMORY),
                (int) number(limits, "processes", 1, MOST_PROCESSES),
                Duration.ofSeconds(number(limits, "cpuSeconds", 1, MOST_SECONDS)),
                (int) number(limits, "openFiles", 1, MOST_FILES),
                number(limits, "fileBytes", 0, MOST_FILE));
    }

    private static List<Json> list(Json.Obj from, String name, int most) {
        List<Json> items = from.list(name);
        if (items.size() > most) {
            throw refused("the list " + name + " has more than " + most + " items");
        }
        return items;
    }

    private static String text(Json.Obj from, String name, int longest) {
        return plain(new Json.Str(from.text(name)), name, longest);
    }

    /** No NUL, at which the kernel would cut it off, and no half of a character pair, which has no bytes. */
    private static String plain(Json value, String name, int longest) {
        if (value instanceof Json.Str text
                && text.value().length() <= longest
                && text.value().codePoints().noneMatch(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff))) {
            return text.value();
        }
        throw refused("the field " + Refusals.quoted(name) + " is no plain text of at most " + longest + " characters");
    }

    private static long number(Json.Obj from, String name, long least, long most) {
        if (from.get(name).orElse(new Json.Nul()) instanceof Json.Num number
                && number.literal().matches("\\d{1,15}")) {
            long value = Long.parseLong(number.literal());
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw refused("the field " + name + " is no whole number from " + least + " to " + most);
    }

    private static void requireOnly(Json.Obj object, Set<String> names) {
        for (String name : object.members().keySet()) {
            if (!names.contains(name)) {
                throw refused("it knows no field " + Refusals.quoted(name));
            }
        }
    }

    private static SandboxException refused(String why) {
        return Refusals.of(why);
    }
}
