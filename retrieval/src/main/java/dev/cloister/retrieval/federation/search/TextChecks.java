package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.federation.search.ClaimCheck.Verdict;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The checks of one answer's texts. Given up after {@value #MOST_UNKNOWN} of which nothing came, and when their time is over: the
 * queries are counted by then, and their answer is worth more than its checks.
 */
final class TextChecks {

    private static final int MOST_UNKNOWN = 2;
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(TextChecks.class.getName());

    private final float[] question;
    private final ClaimCheck check;
    private final long from = System.nanoTime();
    private int unknown;
    private boolean over;

    TextChecks(float[] question, ClaimCheck check) {
        this.question = question;
        this.check = check;
    }

    /** What is found of a hit; one that could not be opened claims what nobody can look at. */
    Verdict of(FederatedHit hit) {
        if (check == ClaimCheck.NONE) {
            return Verdict.HOLDS;
        }
        if (hit.text().isEmpty()) {
            return Verdict.REFUTED;
        }
        if (over || unknown == MOST_UNKNOWN) {
            return Verdict.UNKNOWN;
        }
        Verdict verdict = asked(hit.text().get(), hit.cosine());
        unknown += verdict == Verdict.UNKNOWN ? 1 : 0;
        return verdict;
    }

    private Verdict asked(String text, double cosine) {
        long left = MOST_TIME.toNanos() - (System.nanoTime() - from);
        FutureTask<Verdict> asked = new FutureTask<>(() -> check.check(question, text, cosine));
        var unused = Thread.ofVirtual().start(asked);
        try {
            return asked.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The engine is not interrupted in its work: others use it.
            over = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over = true;
        } catch (ExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The text of a passage of another party could not be checked: " + e.getCause());
        }
        return Verdict.UNKNOWN;
    }
}
