package dev.cloister.gateway.models;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words and options of {@code ./cloister model}.
 *
 * @param words what is no option
 * @param options values by option, without the dashes
 * @param flags options without a value
 */
record ModelArguments(List<String> words, Map<String, String> options, Set<String> flags) {

    private static final Set<String> WITH_VALUE = Set.of(
            "home",
            "downloads",
            "port",
            "name",
            "sha256",
            "limit",
            "hub",
            "server",
            "model",
            "kind",
            "context",
            "logit-bias",
            "top-logprobs",
            "key-env",
            "key-file",
            "type",
            "text");
    private static final Set<String> WITHOUT_VALUE = Set.of("link", "agree-to-terms", "tools", "schemas", "help");

    static ModelArguments parse(List<String> arguments) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String option = argument.startsWith("--") ? argument.substring(2) : "";
            if (option.isEmpty()) {
                words.add(argument);
            } else if (WITHOUT_VALUE.contains(option)) {
                flags.add(option);
            } else if (WITH_VALUE.contains(option) && i + 1 < arguments.size()) {
                options.put(option, arguments.get(++i));
            } else {
                throw usage("The option " + argument + " is not known or lacks its value");
            }
        }
        return new ModelArguments(List.copyOf(words), Map.copyOf(options), Set.copyOf(flags));
    }

    Home home() {
        return new Home(Path.of(options.getOrDefault("home", System.getProperty("user.home") + "/.cloister")));
    }

    Path downloads() {
        return option("downloads").map(Path::of).orElse(home().root()).toAbsolutePath();
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** A whole number in a range; empty where the option is not given. */
    Optional<Integer> number(String name, int least, int most) {
        return option(name).map(text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw usage("--%s takes a number from %d to %d".formatted(name, least, most));
            }
            return Integer.valueOf(text);
        });
    }

    /** The word after the subcommand. */
    String only(String what) {
        if (words.size() != 2) {
            throw usage("The command is ./cloister model " + words.getFirst() + " " + what);
        }
        return words.getLast();
    }

    static SetupException usage(String what) {
        return new SetupException(Code.USAGE, what + "; see ./cloister model help");
    }
}
