package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command's words and options.
 *
 * @param words what is no option
 * @param home {@code --home}
 * @param downloads {@code --downloads}: where models and native libraries lie, the home unless said otherwise
 * @param port {@code --port}
 * @param root {@code --root}: the checkout, the working folder unless said otherwise
 * @param part {@code --part}: the one part of a benchmark that is to run
 * @param role {@code --role}: what a new account may do
 * @param tier {@code --tier}: the kind of sandbox that apps run in
 * @param quick {@code --quick}: a short run
 */
record CommandLine(
        List<String> words,
        Home home,
        Path downloads,
        int port,
        Path root,
        Optional<String> part,
        Optional<String> role,
        Optional<String> tier,
        boolean quick) {

    private static final String QUICK = "--quick";
    private static final Set<String> OPTIONS =
            Set.of("--home", "--port", "--downloads", "--root", "--part", "--role", "--tier");

    static CommandLine parse(List<String> arguments, int wordsWanted) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (argument.equals(QUICK)) {
                options.put(QUICK, "");
            } else if (!OPTIONS.contains(argument) || i + 1 == arguments.size()) {
                throw usage("The option " + argument + " is not known or lacks its value");
            } else {
                options.put(argument, arguments.get(++i));
            }
        }
        if (words.size() != wordsWanted) {
            throw usage("The command takes " + wordsWanted + " word(s), not " + words.size());
        }
        Home home = new Home(Path.of(options.getOrDefault("--home", System.getProperty("user.home") + "/.cloister")));
        Path downloads = Path.of(options.getOrDefault("--downloads", home.root().toString()));
        return new CommandLine(
                List.copyOf(words),
                home,
                downloads.toAbsolutePath(),
                port(options),
                Path.of(options.getOrDefault("--root", "")).toAbsolutePath(),
                Optional.ofNullable(options.get("--part")),
                Optional.ofNullable(options.get("--role")),
                Optional.ofNullable(options.get("--tier")),
                options.containsKey(QUICK));
    }

    private static int port(Map<String, String> options) {
        try {
            int port = Integer.parseInt(options.getOrDefault("--port", "8080"));
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw usage("The port is no number");
        }
        throw usage("The port must lie between 1 and 65535");
    }

    private static SetupException usage(String what) {
        return new SetupException(Code.USAGE, what + "; see ./cloister help");
    }
}
