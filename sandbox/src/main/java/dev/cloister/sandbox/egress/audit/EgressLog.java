package dev.cloister.sandbox.egress.audit;

/** Where each attempt of one spoke is written down. Called by many threads. */
@FunctionalInterface
public interface EgressLog {

    /** Takes note; must not throw and should not take long. */
    void note(EgressEvent event);
}
