package dev.cloister.gateway.openai.response;

import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import dev.cloister.gateway.openai.answer.Said;
import dev.cloister.gateway.openai.answer.ScoredToken;
import dev.cloister.inference.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model said in the end.
 *
 * @param message the id of its words
 */
record Finished(String message, String text, List<ScoredToken> tokens, Completion completion) {

    /** Reads an answer to its end. */
    static Finished read(Choices answers) {
        StringBuilder text = new StringBuilder();
        List<ScoredToken> tokens = new ArrayList<>();
        for (Optional<Said> said = answers.next(); said.isPresent(); said = answers.next()) {
            switch (said.get()) {
                case Said.Text more -> {
                    text.append(more.text());
                    tokens.addAll(more.tokens());
                }
                case Said.End end -> {
                    return new Finished(Item.freshId("msg"), text.toString(), tokens, end.completion());
                }
            }
        }
        throw new IllegalStateException("An answer had no end");
    }

    /** Its words, left out where there are only calls, then its calls. */
    List<Item> items() {
        List<Item> items = new ArrayList<>();
        if (!text.isEmpty() || !tokens.isEmpty() || completion.toolCalls().isEmpty()) {
            String status = completion.reason() == Completion.FinishReason.LENGTH ? "incomplete" : "completed";
            items.add(new Item.Message(
                    message,
                    "message",
                    status,
                    "assistant",
                    List.of(Item.Part.said(text, LogProbabilities.tokens(tokens)))));
        }
        completion.toolCalls().forEach(call -> items.add(Item.Call.of(call)));
        return items;
    }
}
