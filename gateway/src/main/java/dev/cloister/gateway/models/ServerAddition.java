package dev.cloister.gateway.models;

import dev.cloister.inference.catalog.ModelServer;
import dev.cloister.inference.catalog.ServerSource;
import dev.cloister.inference.remote.KeySource;
import dev.cloister.inference.remote.ServerKind;
import dev.cloister.inference.remote.ServerLimits;
import java.time.Clock;

/** {@code ./cloister model add NAME --server URL}. */
final class ServerAddition {

    private static final int LARGEST_CONTEXT = 10_000_000;
    private static final int MOST_BIASES = 1024;
    private static final int MOST_LIKELIEST = 20;

    private final ModelArguments arguments;

    ServerAddition(ModelArguments arguments) {
        this.arguments = arguments;
    }

    ModelServer add(ServerSource servers, String name, Clock clock) {
        ServerKind kind = arguments
                .option("kind")
                .map(text -> ServerKind.named(text)
                        .orElseThrow(() -> ModelArguments.usage("--kind is one of " + ServerKind.titles())))
                .orElse(ServerKind.OPENAI);
        int context = arguments
                .number("context", 256, LARGEST_CONTEXT)
                .orElseThrow(() -> ModelArguments.usage("A server needs --context TOKENS"));
        ServerLimits limits = new ServerLimits(
                kind,
                context,
                arguments.number("logit-bias", 0, MOST_BIASES).orElse(0),
                arguments.number("top-logprobs", 0, MOST_LIKELIEST).orElse(0),
                arguments.has("tools"),
                arguments.has("schemas"));
        return servers.add(
                name,
                arguments.option("server").orElseThrow(),
                arguments.option("model").orElse(name),
                key(),
                limits,
                arguments.option("tokenizer"),
                clock.instant());
    }

    private KeySource key() {
        if (arguments.option("key-env").isPresent()
                && arguments.option("key-file").isPresent()) {
            throw ModelArguments.usage("A key has one place: --key-env or --key-file");
        }
        return arguments
                .option("key-env")
                .<KeySource>map(KeySource.Variable::new)
                .or(() -> arguments.option("key-file").map(KeySource.InFile::new))
                .orElseGet(KeySource.None::new);
    }
}
