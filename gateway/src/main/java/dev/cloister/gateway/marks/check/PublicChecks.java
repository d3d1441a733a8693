package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/**
 * Limits the public check to thirty a minute for the whole instance: enough to check an article, too few to find out
 * word by word how to remove a mark. One budget for all, since addresses are cheap.
 */
@ApplicationScoped
public class PublicChecks {

    private static final int PER_MINUTE = 30;

    private final Clock clock;
    private double left = PER_MINUTE;
    private Instant last;

    public PublicChecks(Clock clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    synchronized void take() {
        Instant now = clock.instant();
        double earned = (now.toEpochMilli() - last.toEpochMilli()) * PER_MINUTE / 60_000.0;
        left = Math.min(PER_MINUTE, left + Math.max(0, earned));
        last = now;
        if (left < 1) {
            throw new Refusal(
                    429, "TOO_MANY_CHECKS", "Too many texts are being checked.", "Wait a minute, or sign in to check.");
        }
        left--;
    }
}
