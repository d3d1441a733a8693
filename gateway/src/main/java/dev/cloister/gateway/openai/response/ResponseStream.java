package dev.cloister.gateway.openai.response;

import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.EventWriter;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import dev.cloister.gateway.openai.answer.Said;
import dev.cloister.gateway.openai.answer.ScoredToken;
import dev.cloister.gateway.problem.Problem;
import dev.cloister.gateway.problem.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes one response as events while it is made. Not for several threads. */
final class ResponseStream {

    private static final int ONLY_PART = 0;

    private final EventWriter out;
    private final ResponseBody begun;
    private final Consumer<ResponseBody> keep;
    private final String message = Item.freshId("msg");
    private final StringBuilder text = new StringBuilder();
    private final List<ScoredToken> tokens = new ArrayList<>();
    private int number;

    /**
     * @param begun the response before its first word
     * @param keep stores what is complete, before the client hears that it is
     */
    ResponseStream(EventWriter out, ResponseBody begun, Consumer<ResponseBody> keep) {
        this.out = out;
        this.begun = begun;
        this.keep = keep;
    }

    void write(Choices answers) throws IOException {
        send(new ResponseEvent.Whole("response.created", number, begun));
        send(new ResponseEvent.Whole("response.in_progress", number, begun));
        ResponseBody end;
        try {
            end = read(answers);
            keep.accept(end);
        } catch (RuntimeException e) {
            Problem problem = Problems.of(e);
            end = begun.failed(problem.code(), problem.title() + " " + problem.detail());
        }
        send(new ResponseEvent.Whole("response." + end.status(), number, end));
    }

    private ResponseBody read(Choices answers) throws IOException {
        for (Optional<Said> said = answers.next(); said.isPresent(); said = answers.next()) {
            switch (said.get()) {
                case Said.Text more -> say(more);
                case Said.End end -> {
                    Finished finished = new Finished(message, text.toString(), tokens, end.completion());
                    List<Item> items = finished.items();
                    for (int i = 0; i < items.size(); i++) {
                        tell(i, items.get(i));
                    }
                    return begun.ended(items, end.completion());
                }
            }
        }
        throw new IllegalStateException("An answer had no end");
    }

    private void say(Said.Text more) throws IOException {
        if (text.isEmpty() && tokens.isEmpty()) {
            begin();
        }
        text.append(more.text());
        tokens.addAll(more.tokens());
        send(new ResponseEvent.TextDelta(
                "response.output_text.delta",
                number,
                message,
                0,
                ONLY_PART,
                more.text(),
                LogProbabilities.tokens(more.tokens())));
    }

    private void begin() throws IOException {
        Item.Message empty = new Item.Message(message, "message", "in_progress", "assistant", List.of());
        send(new ResponseEvent.OfItem("response.output_item.added", number, 0, empty));
        send(new ResponseEvent.OfPart(
                "response.content_part.added", number, message, 0, ONLY_PART, Item.Part.said("", List.of())));
    }

    private void tell(int index, Item item) throws IOException {
        switch (item) {
            case Item.Message said -> {
                if (text.isEmpty() && tokens.isEmpty()) {
                    begin();
                }
                Item.Part part = said.content().getFirst();
                send(new ResponseEvent.TextDone(
                        "response.output_text.done",
                        number,
                        said.id(),
                        index,
                        ONLY_PART,
                        part.text(),
                        part.logprobs().orElse(List.of())));
                send(new ResponseEvent.OfPart("response.content_part.done", number, said.id(), index, ONLY_PART, part));
            }
            case Item.Call call -> {
                send(new ResponseEvent.OfItem("response.output_item.added", number, index, call.begun()));
                send(new ResponseEvent.ArgumentsDelta(
                        "response.function_call_arguments.delta", number, call.id(), index, call.arguments()));
                send(new ResponseEvent.ArgumentsDone(
                        "response.function_call_arguments.done",
                        number,
                        call.id(),
                        index,
                        call.name(),
                        call.arguments()));
            }
            case Item.Result result -> throw new IllegalStateException("A model gives no results");
        }
        send(new ResponseEvent.OfItem("response.output_item.done", number, index, item));
    }

    private void send(ResponseEvent event) throws IOException {
        out.send(event.type(), event);
        number++;
    }
}
