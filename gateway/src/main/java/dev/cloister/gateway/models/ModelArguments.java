package dev.cloister.gateway.models;

import dev.cloister.gateway.home.Arguments;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The words and options of {@code ./cloister model}. */
record ModelArguments(Arguments given) {

    private static final String COMMAND = "model";
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
            "tokenizer",
            "key-env",
            "key-file",
            "type",
            "text");
    private static final Set<String> WITHOUT_VALUE = Set.of("link", "agree-to-terms", "tools", "schemas", "help");

    static ModelArguments parse(List<String> arguments) {
        return new ModelArguments(Arguments.parse(COMMAND, WITH_VALUE, WITHOUT_VALUE, arguments));
    }

    List<String> words() {
        return given.words();
    }

    Home home() {
        return given.home();
    }

    Path downloads() {
        return option("downloads").map(Path::of).orElse(home().root()).toAbsolutePath();
    }

    Optional<String> option(String name) {
        return given.option(name);
    }

    boolean has(String flag) {
        return given.has(flag);
    }

    /** A whole number in a range; empty where the option is not given. */
    Optional<Integer> number(String name, int least, int most) {
        return given.number(name, least, most);
    }

    /** The word after the subcommand. */
    String only(String what) {
        return given.only(what);
    }

    static SetupException usage(String what) {
        return new SetupException(Code.USAGE, what + "; see ./cloister model help");
    }
}
