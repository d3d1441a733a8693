package dev.cloister.inference.remote;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which server answers: they share OpenAI's API and differ in what they take beyond it. */
public enum ServerKind {
    /** OpenAI's API and nothing else. */
    OPENAI(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false),
    /** llama.cpp's server. */
    LLAMA_SERVER(
            Optional.of("top_k"), Optional.of("min_p"), Optional.of("typical_p"), Optional.of("repeat_penalty"), true),
    /** vLLM. */
    VLLM(Optional.of("top_k"), Optional.of("min_p"), Optional.empty(), Optional.of("repetition_penalty"), false),
    /** Ollama, whose {@code /v1} takes no sampling options beyond OpenAI's. */
    OLLAMA(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    private final Optional<String> topK;
    private final Optional<String> minP;
    private final Optional<String> typicalP;
    private final Optional<String> repetition;
    private final boolean grammars;

    ServerKind(
            Optional<String> topK,
            Optional<String> minP,
            Optional<String> typicalP,
            Optional<String> repetition,
            boolean grammars) {
        this.topK = topK;
        this.minP = minP;
        this.typicalP = typicalP;
        this.repetition = repetition;
        this.grammars = grammars;
    }

    /** The kind of that name, as the command line spells it: {@code llama-server}. */
    public static Optional<ServerKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.title().equals(name)).findFirst();
    }

    /** All names. */
    public static String titles() {
        return Arrays.stream(values()).map(ServerKind::title).collect(Collectors.joining(", "));
    }

    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The request's field for it; empty where the server knows none. */
    Optional<String> topK() {
        return topK;
    }

    Optional<String> minP() {
        return minP;
    }

    Optional<String> typicalP() {
        return typicalP;
    }

    Optional<String> repetition() {
        return repetition;
    }

    /** Whether the field {@code grammar} takes GBNF. */
    boolean grammars() {
        return grammars;
    }
}
