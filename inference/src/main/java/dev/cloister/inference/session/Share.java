package dev.cloister.inference.session;

import java.util.HashMap;
import java.util.Map;

/**
 * What one tenant, or one user of a tenant, has had of a context, counted in prompt tokens (the virtual token counter of
 * Sheng et al. 2024, section 4). Who has had least comes next; who comes anew starts beside the one who has had least of
 * those that are there, so that nobody saves up a claim by being away, nor loses a debt by going away and coming back.
 */
final class Share {

    private final Map<String, Share> parts = new HashMap<>();
    private int present;
    private long served;
    private int held;

    /** What it has had. */
    long served() {
        return served;
    }

    /** Sequences that its answers hold now. */
    int held() {
        return held;
    }

    void charge(long tokens) {
        served += tokens;
    }

    void hold(int more) {
        held += more;
    }

    /** A request comes: its part, which is there from now on. */
    Share enter(String name) {
        Share part = parts.computeIfAbsent(name, unknown -> new Share());
        if (part.present == 0) {
            part.served = Math.max(part.served, least());
        }
        part.present++;
        return part;
    }

    /** A request that {@link #enter} has let in is done. Debts are forgotten once nobody is left or all have caught up. */
    void leave(Share part) {
        part.present--;
        boolean empty = parts.values().stream().allMatch(one -> one.present == 0);
        long least = least();
        parts.values().removeIf(one -> one.present == 0 && (empty || one.served <= least));
    }

    private long least() {
        return parts.values().stream()
                .filter(one -> one.present > 0)
                .mapToLong(Share::served)
                .min()
                .orElse(0);
    }
}
