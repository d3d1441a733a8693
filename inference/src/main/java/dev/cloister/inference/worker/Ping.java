package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.session.SchedulerCounters;
import java.util.Optional;

/** A question for the worker's counters that nobody waits for. */
final class Ping implements ReplySink {

    private volatile Optional<SchedulerCounters> answer = Optional.empty();

    private Ping() {}

    /** Asks on a thread of its own, since a worker that hangs may leave the socket full. */
    static Ping send(WorkerConnection connection) {
        Ping ping = new Ping();
        Thread.ofVirtual().start(() -> connection.call(connection.nextCall(), new Message.Count(), ping));
        return ping;
    }

    Optional<SchedulerCounters> answer() {
        return answer;
    }

    @Override
    public boolean take(Message message) {
        if (message instanceof Message.Counters counters) {
            answer = Optional.of(counters.counters());
        }
        return false;
    }

    @Override
    public void lost(EngineException failure) {
        answer = Optional.empty();
    }
}
