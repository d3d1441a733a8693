package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.hub.Question;
import dev.cloister.gateway.hub.Wishes;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.openai.answer.Answering;
import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.SamplingFields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.gateway.openai.model.ServedModels;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Session;
import dev.cloister.inference.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Begins responses: of the bare model or of the hub, on the ground of earlier ones where they are named. */
@ApplicationScoped
public class Responding {

    private static final String APP = "v1";
    private static final int DEFAULT_MAX_TOKENS = 512;

    private final ServedModels models;
    private final Answering answering;
    private final StoredResponses stored;
    private final Marks marks;
    private final Clock clock;

    public Responding(ServedModels models, Answering answering, StoredResponses stored, Marks marks, Clock clock) {
        this.models = models;
        this.answering = answering;
        this.stored = stored;
        this.marks = marks;
        this.clock = clock;
    }

    /** A response that is being made. */
    record Begun(ResponseRequest.Frame frame, ResponseBody body, Choices answers) {}

    Begun begin(Caller caller, Fields fields, Cancellation cancellation) {
        String id = Item.freshId("resp");
        return switch (models.speaker(fields)) {
            case ServedModels.Speaker.Bare bare -> {
                fields.onlyIf(
                        "reasoning",
                        "an object without an effort",
                        how -> how.isObject() && !how.hasNonNull("effort") && !how.hasNonNull("summary"));
                ResponseRequest request = ResponseRequest.take(fields);
                List<ChatMessage> chat = chat(caller, request.frame(), fields);
                yield new Begun(
                        request.frame(),
                        body(id, bare.model().name(), request),
                        answering.byModel(
                                caller,
                                id,
                                List.of(generation(caller, request, chat)),
                                1,
                                request.scored(),
                                cancellation));
            }
            case ServedModels.Speaker.Hub hub -> {
                ResponseRequest.Frame frame = ResponseRequest.Frame.take(fields);
                Wishes wishes = new Wishes(frame.maxTokens(), SamplingFields.seed(fields), TextFields.stop(fields));
                fields.onlyIf("tools", "an empty list", list -> list.isArray() && list.isEmpty());
                fields.onlyIf(
                        "tool_choice",
                        "auto or none",
                        choice -> choice.asText().equals("auto")
                                || choice.asText().equals("none"));
                fields.onlyIf(
                        "text",
                        "text",
                        text -> text.path("format").path("type").asText().equals("text"));
                fields.end("is not taken by the model cloister, which samples its own way; ask the model by its name");
                List<ChatMessage> chat = chat(caller, frame, fields);
                if (chat.getLast().role() != ChatMessage.Role.USER) {
                    throw fields.wrong("input", "must end with a user's message, which the hub answers");
                }
                Question question = new Question(
                        caller,
                        Optional.empty(),
                        id,
                        chat.subList(0, chat.size() - 1),
                        chat.getLast().text(),
                        Set.of(),
                        wishes);
                yield new Begun(frame, body(id, frame), answering.byHub(question, cancellation));
            }
        };
    }

    private List<ChatMessage> chat(Caller caller, ResponseRequest.Frame frame, Fields fields) {
        List<Item> items = new ArrayList<>();
        // Instructions hold for one response: those of earlier ones are not theirs to pass on.
        frame.instructions().ifPresent(words -> items.add(Item.Message.of("system", words)));
        frame.previous().ifPresent(previous -> items.addAll(stored.history(caller, previous)));
        items.addAll(frame.input());
        return Items.chat(items, fields);
    }

    private GenerationRequest generation(Caller caller, ResponseRequest request, List<ChatMessage> chat) {
        GenerationRequest plain = new GenerationRequest(
                new Session(caller.tenant(), caller.name(), APP),
                Variant.BASE,
                new Prompt.Chat(chat, request.tools()),
                request.sampling(),
                request.frame().maxTokens().orElse(DEFAULT_MAX_TOKENS),
                request.stop(),
                request.form(),
                request.likeliest(),
                List.of());
        return marks.onOwner(caller.tenant(), caller.name(), plain);
    }

    private ResponseBody body(String id, String model, ResponseRequest request) {
        return body(
                id,
                model,
                request.frame(),
                request.told(),
                request.sampling().temperature(),
                request.sampling().topP(),
                request.likeliest());
    }

    private ResponseBody body(String id, ResponseRequest.Frame frame) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        var text = make.objectNode();
        text.putObject("format").put("type", "text");
        ResponseRequest.Told told = new ResponseRequest.Told(make.arrayNode(), make.textNode("none"), false, text);
        return body(id, ServedModels.HUB, frame, told, 1, 1, 0);
    }

    private ResponseBody body(
            String id,
            String model,
            ResponseRequest.Frame frame,
            ResponseRequest.Told told,
            double temperature,
            double topP,
            int likeliest) {
        return new ResponseBody(
                id,
                "response",
                clock.instant().getEpochSecond(),
                "in_progress",
                false,
                Optional.empty(),
                Optional.empty(),
                frame.instructions(),
                frame.maxTokens(),
                model,
                List.of(),
                told.parallel(),
                frame.previous(),
                ResponseBody.Reasoning.NONE,
                frame.store(),
                temperature,
                told.text(),
                told.toolChoice(),
                told.tools(),
                likeliest,
                topP,
                "disabled",
                Optional.empty(),
                frame.user(),
                frame.metadata());
    }
}
