package dev.cloister.gateway.openai.answer;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many answers an account may have running or waiting at once on {@code /v1}, so that no token takes the whole model
 * ({@code cloister.answers.per-account}).
 */
@ApplicationScoped
public class AnswerSlots {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final int perAccount;
    private final Map<UUID, Integer> taken = new HashMap<>();

    public AnswerSlots(@ConfigProperty(name = "cloister.answers.per-account", defaultValue = "4") int perAccount) {
        this.perAccount = perAccount;
    }

    /** Some of an account's slots. */
    public final class Held {
        private final UUID account;
        private int left;

        private Held(UUID account, int count) {
            this.account = account;
            left = count;
        }

        /** How many are held. */
        public int count() {
            synchronized (taken) {
                return left;
            }
        }

        /** Gives one back. */
        public void release() {
            synchronized (taken) {
                if (left > 0) {
                    left--;
                    taken.computeIfPresent(account, (id, count) -> count > 1 ? count - 1 : null);
                }
            }
        }
    }

    /**
     * Takes as many slots as are free, up to the number wanted.
     *
     * @throws Refusal 429 where none is free
     */
    public Held take(Caller caller, int wanted) {
        synchronized (taken) {
            int used = taken.getOrDefault(caller.account(), 0);
            int count = Math.min(wanted, perAccount - used);
            if (count < 1) {
                throw new Refusal(
                                429,
                                "TOO_MANY_ANSWERS",
                                "This account has " + used + " answers running already.",
                                "Nothing was lost. Wait for one of them, then try again.")
                        .retryAfter(RETRY);
            }
            taken.put(caller.account(), used + count);
            return new Held(caller.account(), count);
        }
    }
}
