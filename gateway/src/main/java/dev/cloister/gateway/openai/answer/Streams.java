package dev.cloister.gateway.openai.answer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.problem.OpenAiError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;

/** Answers a request with events, once its first word is there: what fails before has a status of its own. */
@ApplicationScoped
public class Streams {

    private final ObjectMapper json;

    public Streams(ObjectMapper json) {
        this.json = json;
    }

    /** Writes all events of some answers. */
    @FunctionalInterface
    public interface Script {
        void write(EventWriter out) throws IOException;
    }

    /** Events as completions send them: a failure is an event of its own, and the end is marked. */
    public Response completion(Choices answers, Script script) {
        return of(answers, out -> {
            try {
                script.write(out);
            } catch (RuntimeException e) {
                out.send(OpenAiError.of(e));
            }
            out.done();
        });
    }

    /** Events as the script writes them. */
    public Response of(Choices answers, Script script) {
        answers.awaitFirst();
        StreamingOutput output = out -> {
            // A client that goes away ends the write, and with it the answers.
            try (answers) {
                script.write(new EventWriter(out, json));
            }
        };
        return Response.ok(output)
                .type("text/event-stream")
                .header("X-Accel-Buffering", "no")
                .build();
    }
}
