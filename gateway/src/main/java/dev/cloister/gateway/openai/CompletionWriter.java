package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.problem.OpenAiError;
import dev.cloister.gateway.problem.Problems;
import dev.cloister.inference.Completion;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Shapes one answer as OpenAI's clients expect it. */
final class CompletionWriter {

    private final ObjectMapper json;
    private final String id;
    private final long created;
    private final String model;
    private final boolean usageInStream;

    CompletionWriter(ObjectMapper json, String id, long created, String model, boolean usageInStream) {
        this.json = json;
        this.id = id;
        this.created = created;
        this.model = model;
        this.usageInStream = usageInStream;
    }

    ChatCompletion.Whole whole(String text, Completion completion) {
        var reply = new ChatCompletion.Reply("assistant", text);
        var choice = new ChatCompletion.Choice(0, reply, ChatCompletion.finishReason(completion));
        return new ChatCompletion.Whole(
                id, "chat.completion", created, model, List.of(choice), ChatCompletion.Usage.of(completion));
    }

    Response stream(Answering answering, Cancellation cancellation) {
        StreamingOutput output = out -> write(answering, cancellation, out);
        return Response.ok(output)
                .type("text/event-stream")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void write(Answering answering, Cancellation cancellation, OutputStream out) throws IOException {
        try {
            send(out, delta(Optional.of("assistant"), Optional.of(""), Optional.empty()));
            Completion completion = answering.run(cancellation, text -> {
                try {
                    send(out, delta(Optional.empty(), Optional.of(text), Optional.empty()));
                } catch (IOException e) {
                    cancellation.cancel();
                    throw new UncheckedIOException(e);
                }
            });
            send(out, delta(Optional.empty(), Optional.empty(), Optional.of(ChatCompletion.finishReason(completion))));
            if (usageInStream) {
                send(out, chunk(List.of(), Optional.of(ChatCompletion.Usage.of(completion))));
            }
        } catch (UncheckedIOException clientGone) {
            throw clientGone.getCause();
        } catch (RuntimeException e) {
            send(out, OpenAiError.of(Problems.of(e)));
        }
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private ChatCompletion.Chunk delta(Optional<String> role, Optional<String> content, Optional<String> reason) {
        var choice = new ChatCompletion.DeltaChoice(0, new ChatCompletion.Delta(role, content), reason);
        return chunk(List.of(choice), Optional.empty());
    }

    private ChatCompletion.Chunk chunk(List<ChatCompletion.DeltaChoice> choices, Optional<ChatCompletion.Usage> usage) {
        return new ChatCompletion.Chunk(id, "chat.completion.chunk", created, model, choices, usage);
    }

    private void send(OutputStream out, Object value) throws IOException {
        out.write(("data: " + json.writeValueAsString(value) + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
