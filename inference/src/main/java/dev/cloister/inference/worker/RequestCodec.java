package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import java.net.ProtocolException;
import java.util.List;

/** A generation request's fields on the socket. */
final class RequestCodec {

    private static final int TEXT = 0;
    private static final int CHAT = 1;

    private RequestCodec() {}

    static void write(PayloadWriter out, GenerationRequest request) {
        Session session = request.session();
        out.text(session.tenant()).text(session.user()).text(session.app());
        switch (request.prompt()) {
            case Prompt.Text text -> out.int32(TEXT).text(text.text());
            case Prompt.Chat chat ->
                out.int32(CHAT).list(chat.messages(), (each, message) -> each.int32(
                                message.role().ordinal())
                        .text(message.text()));
        }
        Sampling sampling = request.sampling();
        out.float64(sampling.repetitionPenalty()).int32(sampling.repetitionWindow());
        out.float64(sampling.temperature()).int32(sampling.topK());
        out.float64(sampling.topP()).float64(sampling.minP()).int64(sampling.seed());
        out.int32(request.maxTokens());
        out.list(request.stop(), PayloadWriter::text);
        out.list(request.jsonSchema().stream().toList(), PayloadWriter::text);
        out.list(request.stages(), (each, stage) -> each.text(stage.name()).bytes(stage.parameters()));
    }

    static GenerationRequest read(PayloadReader in) throws ProtocolException {
        try {
            Session session = new Session(in.text(), in.text(), in.text());
            Prompt prompt = prompt(in);
            Sampling sampling = new Sampling(
                    in.float64(), in.int32(), in.float64(), in.int32(), in.float64(), in.float64(), in.int64());
            int maxTokens = in.int32();
            List<String> stop = in.list(PayloadReader::text);
            List<String> schema = in.list(PayloadReader::text);
            List<StageSpec> stages = in.list(each -> new StageSpec(each.text(), each.bytes()));
            if (schema.size() > 1) {
                throw PayloadReader.malformed("two schemas");
            }
            return new GenerationRequest(
                    session, prompt, sampling, maxTokens, stop, schema.stream().findFirst(), stages);
        } catch (EngineException e) {
            throw PayloadReader.malformed("a request that no client makes: " + e.getMessage());
        }
    }

    private static Prompt prompt(PayloadReader in) throws ProtocolException {
        return switch (in.int32()) {
            case TEXT -> new Prompt.Text(in.text());
            case CHAT ->
                new Prompt.Chat(
                        in.list(each -> new ChatMessage(each.constant(ChatMessage.Role.values()), each.text())));
            default -> throw PayloadReader.malformed("an unknown kind of prompt");
        };
    }
}
