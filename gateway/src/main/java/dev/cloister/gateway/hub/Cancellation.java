package dev.cloister.gateway.hub;

import java.util.ArrayList;
import java.util.List;

/** Tells running work to end. */
public final class Cancellation {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** The action is not run any longer. */
    synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    /** Runs the action once cancelled; at once if that has happened. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
