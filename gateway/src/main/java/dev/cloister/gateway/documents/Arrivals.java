package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads that are being worked on, by the ids that their senders gave them. */
@ApplicationScoped
public class Arrivals {

    private final Map<Sender, Arrival> running = new ConcurrentHashMap<>();

    private record Sender(UUID account, UUID upload) {}

    /**
     * How far an upload is.
     *
     * @param stage receiving, reading, embedding or storing
     * @param passages how many the document has; 0 before that is known
     * @param done how many of them have been embedded
     */
    public record Progress(String stage, int passages, int done) {}

    /** One upload; it ends when it is closed. */
    final class Arrival implements AutoCloseable {
        private final Sender sender;
        private volatile Progress progress = new Progress("receiving", 0, 0);

        private Arrival(Sender sender) {
            this.sender = sender;
        }

        void reading() {
            progress = new Progress("reading", 0, 0);
        }

        void embedding(int passages, int done) {
            progress = new Progress(done < passages ? "embedding" : "storing", passages, done);
        }

        @Override
        public void close() {
            running.remove(sender, this);
        }
    }

    /** Refuses an id that another upload of the caller has at the same time. */
    Arrival begin(Caller caller, UUID upload) {
        Sender sender = new Sender(caller.account(), upload);
        Arrival arrival = new Arrival(sender);
        if (running.putIfAbsent(sender, arrival) != null) {
            throw new Refusal(
                    409, "UPLOAD_RUNNING", "Another upload has that id.", "Nothing was stored. Choose a fresh one.");
        }
        return arrival;
    }

    Progress of(Caller caller, UUID upload) {
        Arrival arrival = running.get(new Sender(caller.account(), upload));
        if (arrival == null) {
            throw new Refusal(
                    404, "NOT_FOUND", "No such upload is being worked on.", "It has ended, or it is someone else's.");
        }
        return arrival.progress;
    }
}
