package dev.cloister.inference.remote;

import dev.cloister.inference.http.ByteFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The data of server-sent events, one line each as OpenAI's API sends them. Time is counted per event, so a server that
 * drips single bytes gains none.
 */
final class EventLines {

    private static final String DATA = "data:";
    private static final int LONGEST_LINE = 1 << 20;

    private final ByteFeed feed;
    private final long mostBytes;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long taken;

    EventLines(ByteFeed feed, long mostBytes) {
        this.feed = feed;
        this.mostBytes = mostBytes;
    }

    /**
     * The next event's data; empty at the end.
     *
     * @param limit for a whole event
     * @throws ProtocolException for a line or an answer that is too long
     */
    Optional<String> next(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> line = line(deadline);
            if (line.isEmpty()) {
                return line;
            }
            if (line.get().startsWith(DATA)) {
                return Optional.of(line.get().substring(DATA.length()).strip());
            }
        }
    }

    private Optional<String> line(long deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
                }
                line.write(next);
                if (line.size() > LONGEST_LINE) {
                    throw new ProtocolException("it sent a line of more than a million bytes");
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new HttpTimeoutException("no whole event came in time");
            }
            Optional<ByteBuffer> more = feed.next(Duration.ofNanos(left));
            if (more.isEmpty()) {
                return line.size() == 0
                        ? Optional.empty()
                        : Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
            }
            buffer = more.get();
            taken += buffer.remaining();
            if (taken > mostBytes) {
                throw new ProtocolException("it sent more than such an answer can hold");
            }
        }
    }
}
