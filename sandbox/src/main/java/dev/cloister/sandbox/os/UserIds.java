package dev.cloister.sandbox.os;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * Hands out user ids, each to one running sandbox, so that the kernel's per-user process limit counts that sandbox alone.
 * Drawn at random, so that two instances on one machine do not meet either.
 */
final class UserIds {

    private final HostUser host;
    private final SecureRandom random = new SecureRandom();
    private final Set<Integer> taken = new HashSet<>();

    UserIds(HostUser host) {
        this.host = host;
    }

    synchronized int take() {
        if (taken.size() >= host.ids()) {
            throw new IllegalStateException("more sandboxes run than there are user ids for");
        }
        while (true) {
            int id = host.firstId() + random.nextInt(host.ids());
            if (taken.add(id)) {
                return id;
            }
        }
    }

    synchronized void release(int id) {
        taken.remove(id);
    }
}
