package dev.cloister.inference.worker;

import dev.cloister.inference.session.SchedulerCounters;
import java.util.Optional;

/**
 * Whether a worker lives. While it has work it is asked for its counters again and again; one that neither answers nor
 * makes a step for several questions in a row hangs. It counts questions, not time, so that a machine that was stopped as
 * a whole ends no worker.
 */
final class Watchdog {

    /** Questions in a row after which a worker is given up. */
    static final int PATIENCE = 4;

    private Optional<WorkerConnection> watched = Optional.empty();
    private Optional<Ping> last = Optional.empty();
    private long steps = -1;
    private int missed;

    /** Looks at the worker, at equal distances of time; true when it hangs. */
    boolean hangs(WorkerConnection connection) {
        if (watched.filter(connection::equals).isEmpty()) {
            watched = Optional.of(connection);
            last = Optional.empty();
        }
        if (!connection.busy()) {
            last = Optional.empty();
        }
        if (last.isEmpty()) {
            missed = 0;
            steps = -1;
            last = connection.busy() ? Optional.of(Ping.send(connection)) : Optional.empty();
            return false;
        }
        Optional<SchedulerCounters> answer = last.get().answer();
        missed = answer.filter(this::advances).isPresent() ? 0 : missed + 1;
        if (answer.isPresent()) {
            steps = answer.get().steps();
            last = Optional.of(Ping.send(connection));
        }
        return missed >= PATIENCE;
    }

    private boolean advances(SchedulerCounters counters) {
        return counters.steps() != steps || counters.running() + counters.waiting() == 0;
    }
}
