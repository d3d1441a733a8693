package dev.cloister.gateway.marks.check;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.cloister.gateway.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that is being checked.
 *
 * @param state how far it is
 * @param report what was found, once done
 * @param problem what went wrong, where it failed
 */
public record CheckedFile(
        UUID id,
        String name,
        long bytes,
        State state,
        Optional<WatermarkResource.Report> report,
        Optional<Problem> problem) {

    /** How far a check is. */
    public enum State {
        WAITING,
        READING,
        CHECKING,
        DONE,
        FAILED;

        /** The name on the wire. */
        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CheckedFile waiting(UUID id, String name, long bytes) {
        return new CheckedFile(id, name, bytes, State.WAITING, Optional.empty(), Optional.empty());
    }

    CheckedFile now(State next) {
        return new CheckedFile(id, name, bytes, next, report, problem);
    }

    CheckedFile done(WatermarkResource.Report found) {
        return new CheckedFile(id, name, bytes, State.DONE, Optional.of(found), Optional.empty());
    }

    CheckedFile failed(Problem why) {
        return new CheckedFile(id, name, bytes, State.FAILED, Optional.empty(), Optional.of(why));
    }

    boolean ended() {
        return state == State.DONE || state == State.FAILED;
    }
}
