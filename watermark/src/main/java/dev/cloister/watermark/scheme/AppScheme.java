package dev.cloister.watermark.scheme;

import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.prf.KeyStream;
import dev.cloister.watermark.statistics.Effect;
import java.util.Arrays;
import java.util.Optional;

/** The schemes by which the platform can mark an app's answers, each made from the app's {@link MarkKey}. */
public enum AppScheme {

    /** A tournament of tokens that were drawn: the distribution stays the model's over keys; nothing at temperature 0. */
    TOURNAMENT(KeyedTournament.NAME, TournamentParameters.DEFAULT.width(), new Effect(0.99, 1.51)) {
        @Override
        public MarkScheme.OnTokens with(MarkKey key) {
            return new KeyedTournament(key, TournamentParameters.DEFAULT);
        }
    },

    /** A keyed quarter of the vocabulary gains two nats: changes what is written, at temperature 0 too. */
    GREEN_LIST(GreenListStageFactory.NAME, 1, new Effect(0.83, 1.13)) {
        @Override
        public MarkScheme.OnTokens with(MarkKey key) {
            return new KeyedGreenList(key, GreenListParameters.DEFAULT);
        }

        @Override
        public StageSpec stage(MarkKey key) {
            return GreenListStageFactory.spec(key, GreenListParameters.DEFAULT);
        }
    },

    /** Keyed noise: the distribution stays the model's over keys, and the same question gets the same answer. */
    GUMBEL("gumbel", Gumbel.WIDTH, new Effect(2.73, 7.79)) {
        @Override
        public MarkScheme.OnTokens with(MarkKey key) {
            return new Gumbel(KeyStream.of(key).next());
        }
    },

    /** The published tournament of thirty layers: the distribution stays the model's over keys, and answers often repeat. */
    SYNTHID("synthid", SynthId.WIDTH, new Effect(1.47, 2.13)) {
        @Override
        public MarkScheme.OnTokens with(MarkKey key) {
            return new SynthId(KeyStream.of(key).next(SYNTHID_LAYERS));
        }
    },

    /** One list for all contexts: the easiest to find out. */
    UNIGRAM("unigram", 0, new Effect(0.62, 0.91)) {
        @Override
        public MarkScheme.OnTokens with(MarkKey key) {
            return new Unigram(key, Unigram.PUBLISHED);
        }
    };

    /** What marks where nobody chose. */
    public static final AppScheme DEFAULT = TOURNAMENT;

    private static final int SYNTHID_LAYERS = 30;

    /** SHA-256 of SmolLM2-135M-Instruct's file as the catalogue has it. */
    private static final String MEASURED_MODEL = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

    private final String code;

    private final int contextWidth;

    private final Effect effect;

    AppScheme(String code, int contextWidth, Effect effect) {
        this.code = code;
        this.contextWidth = contextWidth;
        this.effect = effect;
    }

    /** The scheme's name, as {@link MarkScheme#name()} gives it. */
    public String code() {
        return code;
    }

    /** How many tokens before a token decide, with the key, whether it is preferred. */
    public int contextWidth() {
        return contextWidth;
    }

    /** The scheme with an app's key. */
    public abstract MarkScheme.OnTokens with(MarkKey key);

    /** What marks in its place at temperature 0, where nothing is drawn that a tournament could choose from. */
    public AppScheme atTemperatureZero() {
        return this == TOURNAMENT ? GREEN_LIST : this;
    }

    /** What a generation request carries so that its answer is marked. Holds the key: never to be logged. */
    public StageSpec stage(MarkKey key) {
        return MarkStageFactory.spec(with(key));
    }

    /**
     * How strongly its marks show in texts of the model that it was measured on, the default model, at temperature 1, as {@code
     * ./cloister bench watermark} measures it. Texts of models that hesitate less show less.
     */
    public Effect effect() {
        return effect;
    }

    /**
     * The same for a model of any kind.
     *
     * @param modelSha256 of the model's file, lower-case hex
     */
    public Effect effectOn(String modelSha256) {
        return measuredOn(modelSha256) ? effect : Effect.UNKNOWN;
    }

    /** Whether effects were measured on that model. */
    public static boolean measuredOn(String modelSha256) {
        return MEASURED_MODEL.equals(modelSha256);
    }

    /** The scheme of that name. */
    public static Optional<AppScheme> named(String code) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.code.equals(code))
                .findFirst();
    }
}
