package dev.cloister.inference.score;

import dev.cloister.inference.Engine;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The perplexity of a text of any length: e to the mean negative log-probability of its tokens, in windows that do not
 * overlap; each window's first token is not predicted and does not count.
 *
 * @param value the perplexity
 * @param tokens tokens that count
 */
public record Perplexity(double value, long tokens) {

    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    /**
     * Measures a text.
     *
     * @param window tokens of a window, at least 2 and no more than the context holds
     * @param mostWindows windows that are measured, from the text's beginning
     */
    public static Perplexity of(Engine engine, String text, int window, int mostWindows) {
        return of(engine, Variant.BASE, windows(engine, text, window, mostWindows));
    }

    /** Measures a text that is cut already. */
    public static Perplexity of(Engine engine, Variant variant, List<int[]> windows) {
        List<ScoredText> texts = new ArrayList<>();
        windows.forEach(window -> texts.add(new ScoredText.Tokens(new int[0], window)));
        double total = 0;
        long tokens = 0;
        try (Scoring scoring = engine.score(new ScoreRequest(SESSION, variant, texts, 0, List.of()))) {
            for (Optional<TextScore> score = scoring.next(); score.isPresent(); score = scoring.next()) {
                total += score.get().total();
                tokens += score.get().predicted();
            }
        }
        return new Perplexity(Math.exp(-total / tokens), tokens);
    }

    /** Cuts a text into windows of so many tokens; what is left at the end is dropped. */
    public static List<int[]> windows(Engine engine, String text, int window, int mostWindows) {
        // Four bytes are about a token; eight for each that is wanted are always enough of a longer text.
        String beginning = text.substring(0, (int) Math.min(text.length(), 8L * window * mostWindows));
        int[] tokens = engine.tokenize(beginning);
        List<int[]> windows = new ArrayList<>();
        for (int from = 0; from + window <= tokens.length && windows.size() < mostWindows; from += window) {
            windows.add(Arrays.copyOfRange(tokens, from, from + window));
        }
        if (windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "the text has %d tokens, less than one window of %d".formatted(tokens.length, window));
        }
        return windows;
    }
}
