package dev.cloister.gateway.identity;

import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing: after five wrong passwords for a name from one address, each further try waits a minute. A try counts
 * before its password is looked at, so that many at once count too. Holds 10,000 names.
 */
@ApplicationScoped
public class SignInThrottle {

    private static final int FREE_TRIES = 5;
    private static final int NAMES = 10_000;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > NAMES;
        }
    };

    public SignInThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {}

    /** Counts a try, or refuses it. */
    synchronized void attempt(String name) {
        Failures known = failures.get(name);
        if (known != null
                && known.count() >= FREE_TRIES
                && clock.instant().isBefore(known.last().plus(PAUSE))) {
            throw new Refusal(
                    429,
                    "SIGN_IN_THROTTLED",
                    "Too many wrong passwords for this name.",
                    "Wait a minute, then try again.");
        }
        failures.put(name, new Failures(known == null ? 1 : known.count() + 1, clock.instant()));
    }

    synchronized void succeeded(String name) {
        failures.remove(name);
    }
}
