package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import java.util.List;

/** What a streamed response tells, by OpenAI's names; each event has the next number. */
sealed interface ResponseEvent {

    String type();

    /** The response as it stands: created, in progress, completed, incomplete or failed. */
    record Whole(
            String type, @JsonProperty("sequence_number") int number, ResponseBody response) implements ResponseEvent {}

    /** An item begins or is complete. */
    record OfItem(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("output_index") int output,
            Item item)
            implements ResponseEvent {}

    /** A part of a message begins or is complete. */
    record OfPart(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String item,
            @JsonProperty("output_index") int output,
            @JsonProperty("content_index") int content,
            Item.Part part)
            implements ResponseEvent {}

    /** More text. */
    record TextDelta(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String item,
            @JsonProperty("output_index") int output,
            @JsonProperty("content_index") int content,
            String delta,
            List<LogProbabilities.Token> logprobs)
            implements ResponseEvent {}

    /** The whole text. */
    record TextDone(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String item,
            @JsonProperty("output_index") int output,
            @JsonProperty("content_index") int content,
            String text,
            List<LogProbabilities.Token> logprobs)
            implements ResponseEvent {}

    /** More of a call's arguments. */
    record ArgumentsDelta(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String item,
            @JsonProperty("output_index") int output,
            String delta)
            implements ResponseEvent {}

    /** A call's whole arguments. */
    record ArgumentsDone(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String item,
            @JsonProperty("output_index") int output,
            String name,
            String arguments)
            implements ResponseEvent {}
}
