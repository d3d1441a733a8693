package dev.cloister.gateway.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** A lock per name. */
final class AccountLocks {

    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    ReentrantLock of(String name) {
        return locks.computeIfAbsent(name, key -> new ReentrantLock(true));
    }
}
