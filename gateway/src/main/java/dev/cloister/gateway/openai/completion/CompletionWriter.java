package dev.cloister.gateway.openai.completion;

import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.EventWriter;
import dev.cloister.gateway.openai.answer.Said;
import dev.cloister.gateway.openai.answer.ScoredToken;
import dev.cloister.gateway.openai.answer.Usage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shapes continued texts as OpenAI's clients expect them. */
record CompletionWriter(String id, long created, String model, String fingerprint, CompletionRequest request) {

    private static final class Part {
        private final StringBuilder text = new StringBuilder();
        private final List<ScoredToken> tokens = new ArrayList<>();
        private Completion end = new Completion(FinishReason.STOP, 0, 0);
    }

    /** Reads all answers and gives them whole. */
    CompletionShape whole(Choices answers) {
        List<Part> parts = parts(answers);
        for (Optional<Said> said = answers.next(); said.isPresent(); said = answers.next()) {
            Part part = parts.get(said.get().choice());
            switch (said.get()) {
                case Said.Text more -> {
                    part.text.append(more.text());
                    part.tokens.addAll(more.tokens());
                }
                case Said.End end -> part.end = end.completion();
            }
        }
        List<CompletionShape.Choice> choices = new ArrayList<>();
        for (Part part : parts) {
            String echoed = prompt(choices.size());
            choices.add(new CompletionShape.Choice(
                    echoed + part.text, choices.size(), scores(part.tokens, 0), Optional.of(finishReason(part.end))));
        }
        return shape(choices, Optional.of(usage(parts)));
    }

    /** Writes the answers as they come, then the token counts if they are wanted. */
    void stream(Choices answers, EventWriter out) throws IOException {
        List<Part> parts = parts(answers);
        int[] written = new int[parts.size()];
        boolean[] begun = new boolean[parts.size()];
        for (Optional<Said> said = answers.next(); said.isPresent(); said = answers.next()) {
            int index = said.get().choice();
            if (!begun[index] && request.echo()) {
                out.send(chunk(prompt(index), index, Optional.empty(), Optional.empty()));
            }
            begun[index] = true;
            switch (said.get()) {
                case Said.Text more -> {
                    out.send(chunk(more.text(), index, scores(more.tokens(), written[index]), Optional.empty()));
                    written[index] += more.text().length();
                }
                case Said.End end -> {
                    parts.get(index).end = end.completion();
                    out.send(chunk("", index, Optional.empty(), Optional.of(finishReason(end.completion()))));
                }
            }
        }
        if (request.stream().usage()) {
            out.send(shape(List.of(), Optional.of(usage(parts))));
        }
    }

    private static List<Part> parts(Choices answers) {
        List<Part> parts = new ArrayList<>();
        while (parts.size() < answers.count()) {
            parts.add(new Part());
        }
        return parts;
    }

    private String prompt(int index) {
        return request.echo() ? request.prompts().get(index / request.each()) : "";
    }

    private Usage usage(List<Part> parts) {
        return Usage.of(parts.stream().map(part -> part.end).toList(), request.each());
    }

    private Optional<CompletionShape.Scores> scores(List<ScoredToken> tokens, int offset) {
        return request.likeliest().isPresent()
                ? Optional.of(CompletionShape.Scores.of(tokens, offset))
                : Optional.empty();
    }

    private CompletionShape chunk(
            String text, int index, Optional<CompletionShape.Scores> scores, Optional<String> finishReason) {
        return shape(List.of(new CompletionShape.Choice(text, index, scores, finishReason)), Optional.empty());
    }

    private CompletionShape shape(List<CompletionShape.Choice> choices, Optional<Usage> usage) {
        return new CompletionShape(id, "text_completion", created, model, fingerprint, choices, usage);
    }

    private static String finishReason(Completion completion) {
        return completion.reason() == FinishReason.LENGTH ? "length" : "stop";
    }
}
