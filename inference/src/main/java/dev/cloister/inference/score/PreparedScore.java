package dev.cloister.inference.score;

import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.llama.Adaptation;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request whose parts are made.
 *
 * @param texts each fits into the context
 * @param adaptation what changes the model
 * @param top how many of the likeliest tokens are wanted of each place
 * @param probes makes the probes of one text
 * @param probed whether there are any
 */
public record PreparedScore(
        List<PreparedText> texts,
        Adaptation adaptation,
        int top,
        Supplier<List<HiddenStateProbe>> probes,
        boolean probed) {

    public PreparedScore {
        texts = List.copyOf(texts);
    }
}
