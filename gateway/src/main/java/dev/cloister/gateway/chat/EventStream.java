package dev.cloister.gateway.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Writes a turn as server-sent events (HTML Living Standard, section 9.2), with a comment when nothing happens. */
final class EventStream implements StreamingOutput {

    private static final Duration PING = Duration.ofSeconds(5);
    private static final byte[] PING_COMMENT = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Turn turn;
    private final ObjectMapper json;

    EventStream(Turn turn, ObjectMapper json) {
        this.turn = turn;
        this.json = json;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        int position = 0;
        try {
            while (true) {
                Optional<TurnEvent> event = turn.event(position, PING);
                if (event.isPresent()) {
                    position++;
                    String line =
                            "event: " + event.get().name() + "\ndata: " + json.writeValueAsString(event.get()) + "\n\n";
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                } else if (turn.ended()) {
                    return;
                } else {
                    out.write(PING_COMMENT);
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
