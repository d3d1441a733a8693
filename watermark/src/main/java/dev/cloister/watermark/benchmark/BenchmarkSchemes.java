package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.benchmark.KeyedDetectors.Cost;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.EntropyGated;
import dev.cloister.watermark.scheme.GreenListParameters;
import dev.cloister.watermark.scheme.KeyedTournament;
import dev.cloister.watermark.scheme.KgwGreenList;
import dev.cloister.watermark.scheme.KgwSeeding;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.scheme.MarkStageFactory;
import dev.cloister.watermark.scheme.SentenceChoice;
import dev.cloister.watermark.scheme.SparseBias;
import dev.cloister.watermark.scheme.TournamentParameters;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** All schemes but those by topic, as the benchmark tries them: each at its usual strength. */
final class BenchmarkSchemes {

    /** What the sparse lists' halves differ by. */
    private static final List<TournamentParameters> SIZES = List.of(
            new TournamentParameters(2, 4),
            new TournamentParameters(2, 10),
            new TournamentParameters(3, 8),
            new TournamentParameters(4, 8));

    private final Engine engine;
    private final List<Integer> frequent;
    private final ModelEntropies entropies;

    /** @param human texts whose most frequent tokens the sparse lists hold */
    BenchmarkSchemes(Engine engine, List<int[]> human) {
        this.engine = engine;
        this.frequent = SparseBias.mostFrequent(human, SparseBias.MOST_ENTRIES);
        this.entropies = new ModelEntropies(engine);
    }

    /**
     * A scheme that marks tokens.
     *
     * @param stage the mark under the key of that number
     */
    record OnTokens(KeyedDetectors detectors, IntFunction<StageSpec> stage) {

        String name() {
            return detectors.name();
        }
    }

    ModelEntropies entropies() {
        return entropies;
    }

    /** Those that an app can choose. */
    static List<OnTokens> ofApps() {
        return Arrays.stream(AppScheme.values()).map(BenchmarkSchemes::ofApp).toList();
    }

    /** The default scheme's tournament in other sizes. */
    static List<OnTokens> sizes() {
        return SIZES.stream()
                .map(size -> keyed(
                        "%s-%dx%d".formatted(AppScheme.TOURNAMENT.code(), size.width(), size.layers()),
                        Cost.DEAR,
                        key -> new KeyedTournament(key, size)))
                .toList();
    }

    /** All others that mark tokens. */
    List<OnTokens> further() {
        return List.of(
                keyed("entropy-gated", Cost.BY_MODEL, this::entropyGated),
                keyed("sparse-bias-300", Cost.CHEAP, key -> sparse(key, SparseBias.ENTRIES_OF_OPENAI)),
                keyed("sparse-bias-1024", Cost.CHEAP, key -> sparse(key, SparseBias.MOST_ENTRIES)),
                kgw(KgwSeeding.LEFT_HASH),
                kgw(KgwSeeding.SELF_HASH));
    }

    List<OnTokens> onTokens() {
        return Stream.concat(ofApps().stream(), further().stream()).toList();
    }

    /** One of those. */
    static OnTokens ofApp(AppScheme scheme) {
        IntFunction<MarkKey> keys = number -> BenchmarkKeys.of(scheme.code(), number);
        return new OnTokens(
                new KeyedDetectors(
                        scheme.code(),
                        number -> CandidateDetector.of(keys.apply(number), scheme.with(keys.apply(number))),
                        Cost.CHEAP),
                number -> scheme.stage(keys.apply(number)));
    }

    static KeyedDetectors sentenceChoice() {
        return new KeyedDetectors(
                "sentence-choice",
                number -> CandidateDetector.of(sentenceKey(number), new SentenceChoice(sentenceKey(number))),
                Cost.CHEAP);
    }

    static MarkKey sentenceKey(int number) {
        return BenchmarkKeys.of("sentence-choice", number);
    }

    private static OnTokens keyed(String name, Cost cost, Function<MarkKey, MarkScheme.OnTokens> schemes) {
        IntFunction<MarkScheme.OnTokens> ofKey = number -> schemes.apply(BenchmarkKeys.of(name, number));
        return new OnTokens(
                new KeyedDetectors(
                        name,
                        number -> CandidateDetector.of(BenchmarkKeys.of(name, number), ofKey.apply(number)),
                        cost),
                number -> MarkStageFactory.spec(ofKey.apply(number)));
    }

    private OnTokens kgw(KgwSeeding seeding) {
        int vocabulary = engine.model().vocabularySize();
        IntFunction<KgwGreenList> ofKey = number -> new KgwGreenList(
                seeding,
                BenchmarkKeys.random(seeding.code(), number).nextLong(1, Integer.MAX_VALUE),
                vocabulary,
                GreenListParameters.DEFAULT);
        return new OnTokens(
                new KeyedDetectors(
                        seeding.code(),
                        number -> CandidateDetector.of(Integer.toString(number), ofKey.apply(number)),
                        Cost.DEAR),
                number -> MarkStageFactory.spec(ofKey.apply(number)));
    }

    private EntropyGated entropyGated(MarkKey key) {
        return new EntropyGated(key, GreenListParameters.DEFAULT, EntropyGated.PUBLISHED_THRESHOLD, entropies);
    }

    private SparseBias sparse(MarkKey key, int entries) {
        return new SparseBias(key, frequent.subList(0, entries), SparseBias.DELTA);
    }
}
