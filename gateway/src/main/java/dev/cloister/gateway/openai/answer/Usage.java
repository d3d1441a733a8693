package dev.cloister.gateway.openai.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.inference.Completion;
import java.util.List;

/** Token counts as completions tell them. A prompt counts once, however many answers it has. */
public record Usage(
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("total_tokens") int totalTokens,
        @JsonProperty("prompt_tokens_details") Prompt promptDetails,
        @JsonProperty("completion_tokens_details") Answer answerDetails) {

    /** How many of the prompt's tokens had been computed before. */
    public record Prompt(@JsonProperty("cached_tokens") int cachedTokens) {}

    /** No model here thinks aside. */
    public record Answer(@JsonProperty("reasoning_tokens") int reasoningTokens) {}

    /**
     * The sum over a request's answers.
     *
     * @param answersPerPrompt as many answers as follow each other have one prompt
     */
    public static Usage of(List<Completion> answers, int answersPerPrompt) {
        int prompt = 0;
        int cached = 0;
        int completion = 0;
        for (int i = 0; i < answers.size(); i++) {
            if (i % answersPerPrompt == 0) {
                prompt += answers.get(i).promptTokens();
                cached += answers.get(i).cachedTokens();
            }
            completion += answers.get(i).completionTokens();
        }
        return new Usage(prompt, completion, prompt + completion, new Prompt(cached), new Answer(0));
    }
}
