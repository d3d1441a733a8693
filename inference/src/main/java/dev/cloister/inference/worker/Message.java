package dev.cloister.inference.worker;

import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.session.SchedulerCounters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What crosses the worker's socket. The frame says which call a message belongs to. */
sealed interface Message {

    /** From the client: starts an answer. */
    record Generate(GenerationRequest request) implements Message {}

    /** From the client: stops the answer of the same call. */
    record Cancel() implements Message {}

    /** From the client: asks for a text's tokens. */
    record Tokenize(String text) implements Message {}

    /** From the client: asks for vectors. */
    record Embed(List<String> texts) implements Message {}

    /** From the client: asks how long texts are for the embedder. */
    record Measure(List<String> texts) implements Message {}

    /** From the client: asks for tokens' bytes. */
    record Spell(int[] ids) implements Message {}
    /** From the client: asks for texts' log-probabilities. */
    record Score(ScoreRequest request) implements Message {}

    /** From the client: asks for the scheduler's counters. */
    record Count() implements Message {}

    /** From the client: drops what is kept of a user's sessions, of one app or of all. */
    record Forget(String tenant, String user, Optional<String> app) implements Message {}

    /** From the worker: what was to be forgotten is. */
    record Forgotten() implements Message {}

    /** From the worker, first of all: the model is loaded. */
    record Hello(ModelInfo model) implements Message {}

    /** From the worker: the next token of an answer. */
    record Token(GeneratedToken token) implements Message {}

    /** From the worker: the answer is complete. */
    record Done(Completion completion) implements Message {}

    /** From the worker: the call failed; in the place of {@link Hello}: it could not start. */
    record Failed(EngineException.Code code, String text, Optional<Duration> retryAfter) implements Message {

        public Failed {
            if (retryAfter.isPresent()
                    && (code != EngineException.Code.QUEUE_FULL
                            || retryAfter.get().isNegative())) {
                throw new IllegalArgumentException("only a full queue says when to try again, and never before now");
            }
        }

        Failed(EngineException.Code code, String text) {
            this(code, text, Optional.empty());
        }

        static Failed of(EngineException failure) {
            return new Failed(failure.code(), String.valueOf(failure.getMessage()), failure.retryAfter());
        }

        EngineException exception() {
            return retryAfter
                    .map(after -> EngineException.busy(text, after))
                    .orElseGet(() -> new EngineException(code, text));
        }
    }

    /** From the worker: a text's tokens. */
    record Tokens(int[] ids) implements Message {}

    /** From the worker: vectors. */
    record Vectors(List<float[]> vectors) implements Message {}

    /** From the worker: how many word pieces each text has. */
    record Lengths(int[] wordPieces) implements Message {}

    /** From the worker: tokens' bytes. */
    record Pieces(List<byte[]> pieces) implements Message {}
    /** From the worker: one text's log-probabilities, by its index in the request. */
    record Scored(int text, TextScore score) implements Message {}

    /** From the worker: no further scores will come. */
    record AllScored() implements Message {}

    /** From the worker: the scheduler's counters. */
    record Counters(SchedulerCounters counters) implements Message {}
}
