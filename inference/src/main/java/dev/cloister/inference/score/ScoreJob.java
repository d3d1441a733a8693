package dev.cloister.inference.score;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.TextScore;

/** A request on its way. Its texts are given out one by one; {@link #cancel()} may come from any thread. */
public final class ScoreJob {

    private final PreparedScore request;
    private final ScoreListener listener;
    private int next;
    private int running;
    private boolean ended;

    ScoreJob(PreparedScore request, ScoreListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /** Stops the work: no further text is begun, a running one ends with its chunk. */
    public void cancel() {
        end(listener::done);
    }

    PreparedScore request() {
        return request;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Whether a text is left to begin. */
    synchronized boolean hasNext() {
        return !ended && next < request.texts().size();
    }

    synchronized int begin() {
        running++;
        return next++;
    }

    void scored(int text, TextScore score) {
        boolean last;
        synchronized (this) {
            if (ended) {
                return;
            }
            listener.scored(text, score);
            running--;
            last = running == 0 && next == request.texts().size();
        }
        if (last) {
            end(listener::done);
        }
    }

    void failed(EngineException failure) {
        end(() -> listener.failed(failure));
    }

    private void end(Runnable tell) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        tell.run();
    }
}
