package dev.cloister.sandbox.isc;

import dev.cloister.sandbox.json.Json;
import java.util.List;

/**
 * What hub and spoke say to each other. Who speaks is known by the pipe: no message holds a sender.
 *
 * <p>After IsolateGPT (arXiv 2403.04960); {@code model_*}, {@code permission_*}, {@code tool_call} and {@code ready} are
 * ours, since here the model and the user sit on the hub's side of the pipe.
 */
public sealed interface Message {

    /** The hub's messages. */
    sealed interface ToSpoke extends Message {}

    /** A spoke's messages: never to be trusted beyond their form. */
    sealed interface ToHub extends Message {}

    /**
     * Asks the app to do what the text says with this tool.
     *
     * @param memory earlier requests for this tool in the same conversation, the oldest first; {@value #LONGEST_MEMORY} at most
     */
    record AppRequest(String requestId, String tool, String text, List<Remembered> memory) implements ToSpoke {
        public static final int LONGEST_MEMORY = 8;

        public AppRequest {
            memory = List.copyOf(memory);
        }
    }

    /** Calls a tool with arguments that the hub already has. */
    record ToolCall(String requestId, String tool, Json.Obj arguments) implements ToSpoke {}

    /** Asks whether the app offers a function. */
    record FunctionProbeRequest(String requestId, String requestedFunctionality) implements ToSpoke {}

    /** The model's answer. */
    record ModelResponse(String requestId, String text) implements ToSpoke {}

    /** The user's answer; the arguments may be changed by the user. */
    record PermissionResponse(String requestId, boolean allowed, Json.Obj arguments) implements ToSpoke {}

    /** What became of a function that the app asked for. */
    record FunctionalityResponse(String requestId, String text, boolean isError) implements ToSpoke {}

    /**
     * Asks for a function of another app while a call is under way.
     *
     * @param functionality {@code app.tool}
     */
    record FunctionalityRequest(String requestId, String functionality, Json.Obj arguments) implements ToHub {}

    /** The first message: the app runs and these are its tools. */
    record Ready(List<ToolDescription> tools) implements ToHub {
        public Ready {
            tools = List.copyOf(tools);
        }
    }

    /** Asks the model, whose answer must fit the schema. */
    record ModelRequest(String requestId, List<Turn> prompt, Json.Obj schema) implements ToHub {
        public ModelRequest {
            prompt = List.copyOf(prompt);
        }
    }

    /** Asks the user before a tool is called. */
    record PermissionRequest(String requestId, String tool, Json.Obj arguments) implements ToHub {}

    /** The result of a request. */
    record AppResponse(String requestId, String text, boolean isError) implements ToHub {}

    /** Which of the app's tools offer the function. */
    record FunctionProbeResponse(String requestId, List<String> functionalityOffered) implements ToHub {
        public FunctionProbeResponse {
            functionalityOffered = List.copyOf(functionalityOffered);
        }
    }

    /** The request was not carried out, since the user refused or the app has no such tool. */
    record FunctionalityDenialResponse(String requestId, String reason) implements ToHub {}
}
