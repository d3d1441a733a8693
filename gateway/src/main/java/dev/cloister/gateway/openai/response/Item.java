package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import dev.cloister.inference.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Something that was said, asked for or found out, as responses list it. */
sealed interface Item {

    String id();

    String type();

    /** A turn. */
    record Message(String id, String type, String status, String role, List<Part> content) implements Item {

        static Message of(String role, String text) {
            String part = role.equals("assistant") ? "output_text" : "input_text";
            return new Message(freshId("msg"), "message", "completed", role, List.of(Part.of(part, text)));
        }

        String text() {
            StringBuilder all = new StringBuilder();
            content.forEach(part -> all.append(part.text()));
            return all.toString();
        }
    }

    /** Text of a turn; only what a model said has annotations and log-probabilities. */
    record Part(
            String type,
            String text,
            Optional<List<String>> annotations,
            Optional<List<LogProbabilities.Token>> logprobs) {

        static Part of(String type, String text) {
            return type.equals("output_text")
                    ? said(text, List.of())
                    : new Part(type, text, Optional.empty(), Optional.empty());
        }

        static Part said(String text, List<LogProbabilities.Token> tokens) {
            return new Part("output_text", text, Optional.of(List.of()), Optional.of(tokens));
        }
    }

    /** A call that the model asks for. */
    record Call(
            String id,
            String type,
            String status,
            @JsonProperty("call_id") String call,
            String name,
            String arguments) implements Item {

        static Call of(ToolCall call) {
            return of(call.id(), call.tool(), call.arguments());
        }

        static Call of(String call, String name, String arguments) {
            return new Call(freshId("fc"), "function_call", "completed", call, name, arguments);
        }

        /** The call as it is announced, before its arguments. */
        Call begun() {
            return new Call(id, type, "in_progress", call, name, "");
        }
    }

    /** What a call gave. */
    record Result(
            String id,
            String type,
            String status,
            @JsonProperty("call_id") String call,
            String output) implements Item {

        static Result of(String call, String output) {
            return new Result(freshId("fco"), "function_call_output", "completed", call, output);
        }
    }

    /** A fresh id with that beginning. */
    static String freshId(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }
}
