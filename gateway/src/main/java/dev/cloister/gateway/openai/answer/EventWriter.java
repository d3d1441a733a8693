package dev.cloister.gateway.openai.answer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (HTML Living Standard, section 9.2), each at once. */
public final class EventWriter {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final ObjectMapper json;

    public EventWriter(OutputStream out, ObjectMapper json) {
        this.out = out;
        this.json = json;
    }

    /** An event without a name. */
    public void send(Object value) throws IOException {
        write("data: " + json.writeValueAsString(value) + "\n\n");
    }

    /** An event with a name. */
    public void send(String name, Object value) throws IOException {
        write("event: " + name + "\ndata: " + json.writeValueAsString(value) + "\n\n");
    }

    /** The end, as completions mark it. */
    public void done() throws IOException {
        out.write(DONE);
        out.flush();
    }

    private void write(String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
