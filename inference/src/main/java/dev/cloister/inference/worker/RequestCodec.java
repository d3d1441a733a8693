package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.ToolUse.Choice;
import dev.cloister.inference.Variant;
import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;

/** A generation request's fields on the socket. */
final class RequestCodec {

    private static final int TEXT = 0;
    private static final int CHAT = 1;

    private static final int AUTO = 0;
    private static final int NONE = 1;
    private static final int REQUIRED = 2;
    private static final int NAMED = 3;

    private static final int JSON_SCHEMA = 0;
    private static final int REGEX = 1;
    private static final int GBNF = 2;

    private RequestCodec() {}

    static void write(PayloadWriter out, GenerationRequest request) {
        writeSession(out, request.session());
        writeVariant(out, request.variant());
        writePrompt(out, request.prompt());
        SamplingCodec.write(out, request.sampling());
        out.int32(request.maxTokens());
        out.list(request.stop(), PayloadWriter::text);
        out.list(request.form().stream().toList(), RequestCodec::writeForm);
        out.int32(request.topLogProbabilities());
        out.list(request.stages(), (each, stage) -> each.text(stage.name()).bytes(stage.parameters()));
    }

    static GenerationRequest read(PayloadReader in) throws ProtocolException {
        try {
            return new GenerationRequest(
                    readSession(in),
                    readVariant(in),
                    readPrompt(in),
                    SamplingCodec.read(in),
                    in.int32(),
                    in.list(PayloadReader::text),
                    atMostOne(in.list(RequestCodec::readForm)),
                    in.int32(),
                    in.list(each -> new StageSpec(each.text(), each.bytes())));
        } catch (EngineException e) {
            throw PayloadReader.malformed("a request that no client makes: " + e.getMessage());
        }
    }

    static void writeSession(PayloadWriter out, Session session) {
        out.text(session.tenant()).text(session.user()).text(session.app());
    }

    static Session readSession(PayloadReader in) throws ProtocolException {
        return new Session(in.text(), in.text(), in.text());
    }

    static void writeVariant(PayloadWriter out, Variant variant) {
        out.list(variant.adapters(), RequestCodec::writeWeighted);
        out.list(variant.controlVectors(), RequestCodec::writeWeighted);
    }

    static Variant readVariant(PayloadReader in) throws ProtocolException {
        return new Variant(in.list(RequestCodec::readWeighted), in.list(RequestCodec::readWeighted));
    }

    static <T> Optional<T> atMostOne(List<T> values) throws ProtocolException {
        if (values.size() > 1) {
            throw PayloadReader.malformed("two values where one may stand");
        }
        return values.stream().findFirst();
    }

    private static void writeWeighted(PayloadWriter out, Variant.Weighted one) {
        out.text(one.name()).float64(one.strength());
    }

    private static Variant.Weighted readWeighted(PayloadReader in) throws ProtocolException {
        return new Variant.Weighted(in.text(), (float) in.float64());
    }

    private static void writePrompt(PayloadWriter out, Prompt prompt) {
        switch (prompt) {
            case Prompt.Text text -> out.int32(TEXT).text(text.text());
            case Prompt.Chat chat -> {
                out.int32(CHAT).list(chat.messages(), RequestCodec::writeMessage);
                writeTools(out, chat.tools());
            }
        }
    }

    private static Prompt readPrompt(PayloadReader in) throws ProtocolException {
        return switch (in.int32()) {
            case TEXT -> new Prompt.Text(in.text());
            case CHAT -> new Prompt.Chat(in.list(RequestCodec::readMessage), readTools(in));
            default -> throw PayloadReader.malformed("an unknown kind of prompt");
        };
    }

    private static void writeMessage(PayloadWriter out, ChatMessage message) {
        out.int32(message.role().ordinal()).text(message.text());
        out.list(message.toolCalls(), RequestCodec::writeCall).text(message.toolCall());
    }

    private static ChatMessage readMessage(PayloadReader in) throws ProtocolException {
        return new ChatMessage(
                in.constant(ChatMessage.Role.values()), in.text(), in.list(RequestCodec::readCall), in.text());
    }

    static void writeCall(PayloadWriter out, ToolCall call) {
        out.text(call.id()).text(call.tool()).text(call.arguments());
    }

    static ToolCall readCall(PayloadReader in) throws ProtocolException {
        return new ToolCall(in.text(), in.text(), in.text());
    }

    private static void writeTools(PayloadWriter out, ToolUse use) {
        out.list(
                use.tools(),
                (each, tool) -> each.text(tool.name()).text(tool.description()).text(tool.parameters()));
        switch (use.choice()) {
            case Choice.Auto auto -> out.int32(AUTO);
            case Choice.None none -> out.int32(NONE);
            case Choice.Required required -> out.int32(REQUIRED);
            case Choice.Named named -> out.int32(NAMED).text(named.tool());
        }
        out.flag(use.parallel());
    }

    private static ToolUse readTools(PayloadReader in) throws ProtocolException {
        List<Tool> tools = in.list(each -> new Tool(each.text(), each.text(), each.text()));
        Choice choice =
                switch (in.int32()) {
                    case AUTO -> new Choice.Auto();
                    case NONE -> new Choice.None();
                    case REQUIRED -> new Choice.Required();
                    case NAMED -> new Choice.Named(in.text());
                    default -> throw PayloadReader.malformed("an unknown choice of tools");
                };
        return new ToolUse(tools, choice, in.flag());
    }

    private static void writeForm(PayloadWriter out, OutputForm form) {
        switch (form) {
            case OutputForm.JsonSchema schema -> out.int32(JSON_SCHEMA).text(schema.schema());
            case OutputForm.Regex regex -> out.int32(REGEX).text(regex.pattern());
            case OutputForm.Gbnf gbnf -> out.int32(GBNF).text(gbnf.grammar());
        }
    }

    private static OutputForm readForm(PayloadReader in) throws ProtocolException {
        return switch (in.int32()) {
            case JSON_SCHEMA -> new OutputForm.JsonSchema(in.text());
            case REGEX -> new OutputForm.Regex(in.text());
            case GBNF -> new OutputForm.Gbnf(in.text());
            default -> throw PayloadReader.malformed("an unknown form");
        };
    }
}
