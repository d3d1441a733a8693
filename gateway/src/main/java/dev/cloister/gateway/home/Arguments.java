package dev.cloister.gateway.home;

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
 * The words and options of a command that has subcommands.
 *
 * @param command its name, for messages
 * @param words what is no option; the first is the subcommand
 * @param options values by option, without the dashes
 * @param flags options without a value
 */
public record Arguments(String command, List<String> words, Map<String, String> options, Set<String> flags) {

    /**
     * Reads them.
     *
     * @throws SetupException USAGE
     */
    public static Arguments parse(
            String command, Set<String> withValue, Set<String> withoutValue, List<String> arguments) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String option = argument.startsWith("--") ? argument.substring(2) : "";
            if (option.isEmpty()) {
                words.add(argument);
            } else if (withoutValue.contains(option)) {
                flags.add(option);
            } else if (withValue.contains(option) && i + 1 < arguments.size()) {
                options.put(option, arguments.get(++i));
            } else {
                throw usage(command, "The option " + argument + " is not known or lacks its value");
            }
        }
        return new Arguments(command, List.copyOf(words), Map.copyOf(options), Set.copyOf(flags));
    }

    /** {@code help} where there is none or where it is asked for. */
    public String subcommand() {
        return words.isEmpty() || has("help") ? "help" : words.getFirst();
    }

    public Home home() {
        return new Home(Path.of(options.getOrDefault("home", System.getProperty("user.home") + "/.cloister")));
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** A whole number in a range; empty where the option is not given. */
    public Optional<Integer> number(String name, int least, int most) {
        return option(name).map(text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw usage("--%s takes a number from %d to %d".formatted(name, least, most));
            }
            return Integer.valueOf(text);
        });
    }

    /** The word after the subcommand. */
    public String only(String what) {
        if (words.size() != 2) {
            throw usage("The command is ./cloister " + command + " " + words.getFirst() + " " + what);
        }
        return words.getLast();
    }

    /** What the command line gets wrong. */
    public SetupException usage(String what) {
        return usage(command, what);
    }

    private static SetupException usage(String command, String what) {
        return new SetupException(Code.USAGE, what + "; see ./cloister " + command + " help");
    }
}
