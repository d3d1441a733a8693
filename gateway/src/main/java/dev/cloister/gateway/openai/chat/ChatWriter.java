package dev.cloister.gateway.openai.chat;

import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.EventWriter;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import dev.cloister.gateway.openai.answer.Said;
import dev.cloister.gateway.openai.answer.ScoredToken;
import dev.cloister.gateway.openai.answer.Usage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shapes a request's answers as OpenAI's clients expect them.
 *
 * @param scored whether log-probabilities are told
 */
record ChatWriter(String id, long created, String model, String fingerprint, boolean scored) {

    private static final class Building {
        private final StringBuilder text = new StringBuilder();
        private final List<ScoredToken> tokens = new ArrayList<>();
        private Optional<Completion> end = Optional.empty();
    }

    /** Reads all answers and gives them whole. */
    ChatShape.Whole whole(Choices answers) {
        List<Building> parts = IntStream.range(0, answers.count())
                .mapToObj(i -> new Building())
                .toList();
        for (Optional<Said> said = answers.next(); said.isPresent(); said = answers.next()) {
            Building building = parts.get(said.get().choice());
            switch (said.get()) {
                case Said.Text more -> {
                    building.text.append(more.text());
                    building.tokens.addAll(more.tokens());
                }
                case Said.End end -> building.end = Optional.of(end.completion());
            }
        }
        List<Completion> ends =
                parts.stream().map(part -> part.end.orElseThrow()).toList();
        return new ChatShape.Whole(
                id,
                "chat.completion",
                created,
                model,
                fingerprint,
                IntStream.range(0, parts.size())
                        .mapToObj(i -> choice(i, parts.get(i)))
                        .toList(),
                Usage.of(ends, answers.count()));
    }

    private ChatShape.Choice choice(int index, Building part) {
        Completion end = part.end.orElseThrow();
        List<ToolCall> calls = end.toolCalls();
        String text = part.text.toString();
        ChatShape.Reply reply = new ChatShape.Reply(
                "assistant",
                text.isEmpty() && !calls.isEmpty() ? Optional.empty() : Optional.of(text),
                Optional.empty(),
                calls.isEmpty()
                        ? Optional.empty()
                        : Optional.of(calls.stream().map(ChatShape.Call::of).toList()));
        return new ChatShape.Choice(index, reply, scores(part.tokens), ChatShape.finishReason(end));
    }

    /** Writes the answers as they come, then the token counts if they are wanted. */
    void stream(Choices answers, EventWriter out, boolean usage) throws IOException {
        List<Completion> ends = new ArrayList<>();
        IntStream.range(0, answers.count()).forEach(i -> ends.add(new Completion(Completion.FinishReason.STOP, 0, 0)));
        boolean[] begun = new boolean[answers.count()];
        for (Optional<Said> said = answers.next(); said.isPresent(); said = answers.next()) {
            int choice = said.get().choice();
            if (!begun[choice]) {
                begun[choice] = true;
                out.send(chunk(choice, ChatShape.Delta.ROLE, List.of(), Optional.empty()));
            }
            switch (said.get()) {
                case Said.Text more ->
                    out.send(chunk(choice, ChatShape.Delta.content(more.text()), more.tokens(), Optional.empty()));
                case Said.End end -> {
                    ends.set(choice, end.completion());
                    end(choice, end.completion(), out);
                }
            }
        }
        if (usage) {
            out.send(chunk(List.of(), Optional.of(Usage.of(ends, answers.count()))));
        }
    }

    private void end(int choice, Completion completion, EventWriter out) throws IOException {
        List<ToolCall> calls = completion.toolCalls();
        for (int i = 0; i < calls.size(); i++) {
            ChatShape.Delta delta = ChatShape.Delta.calls(List.of(ChatShape.DeltaCall.of(i, calls.get(i))));
            out.send(chunk(choice, delta, List.of(), Optional.empty()));
        }
        out.send(chunk(choice, ChatShape.Delta.NOTHING, List.of(), Optional.of(ChatShape.finishReason(completion))));
    }

    private ChatShape.Chunk chunk(
            int choice, ChatShape.Delta delta, List<ScoredToken> tokens, Optional<String> finishReason) {
        Optional<LogProbabilities> scores = tokens.isEmpty() ? Optional.empty() : scores(tokens);
        return chunk(List.of(new ChatShape.DeltaChoice(choice, delta, scores, finishReason)), Optional.empty());
    }

    private ChatShape.Chunk chunk(List<ChatShape.DeltaChoice> choices, Optional<Usage> usage) {
        return new ChatShape.Chunk(id, "chat.completion.chunk", created, model, fingerprint, choices, usage);
    }

    private Optional<LogProbabilities> scores(List<ScoredToken> tokens) {
        return scored ? Optional.of(LogProbabilities.of(tokens)) : Optional.empty();
    }
}
