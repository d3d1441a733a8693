package dev.cloister.gateway.marks.key;

import dev.cloister.inference.Capabilities;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.SparseBias;
import dev.cloister.watermark.statistics.Effect;
import java.util.Optional;
import java.util.stream.Stream;

/** By which scheme a key marks: one that was chosen, or the one that servers can do, which have no stages. */
public sealed interface KeyScheme {

    /** Its name in the store of keys. */
    String code();

    /** How strongly its marks show in texts of a model; UNKNOWN where nobody measured it. */
    Effect effectOn(String modelSha256);

    /** A scheme that an app can choose. */
    record Chosen(AppScheme scheme) implements KeyScheme {

        @Override
        public String code() {
            return scheme.code();
        }

        @Override
        public Effect effectOn(String modelSha256) {
            return scheme.effectOn(modelSha256);
        }
    }

    /**
     * Biases of frequent tokens. The list belongs to the name, so that each list has keys and certificates of its own.
     *
     * @param entries of the list
     */
    record Sparse(int entries) implements KeyScheme {

        @Override
        public String code() {
            return "sparse-bias-" + entries;
        }

        @Override
        public Effect effectOn(String modelSha256) {
            return Effect.UNKNOWN;
        }
    }

    /** What marks an engine's answers where that scheme was chosen; empty where nothing can. */
    static Optional<KeyScheme> on(Capabilities engine, AppScheme chosen) {
        if (engine.stages()) {
            return Optional.of(new Chosen(chosen));
        }
        return engine.tokenizer()
                ? SparseBias.entriesFor(engine.logitBiases()).stream()
                        .<KeyScheme>mapToObj(Sparse::new)
                        .findFirst()
                : Optional.empty();
    }

    /** The scheme of that name. */
    static Optional<KeyScheme> named(String code) {
        return AppScheme.named(code).<KeyScheme>map(Chosen::new).or(() -> Stream.of(
                        SparseBias.ENTRIES_OF_OPENAI, SparseBias.MOST_ENTRIES)
                .<KeyScheme>map(Sparse::new)
                .filter(scheme -> scheme.code().equals(code))
                .findFirst());
    }
}
