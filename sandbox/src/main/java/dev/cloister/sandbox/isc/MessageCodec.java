package dev.cloister.sandbox.isc;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages as JSON objects. Strict both ways: an unknown type or field, a missing field or one of another type is refused,
 * and so is a message of the other direction.
 */
public final class MessageCodec {

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private MessageCodec() {}

    /**
     * Reads a line that came from the hub.
     *
     * @throws SandboxException with MESSAGE_INVALID where it is none of the hub's messages
     */
    public static Message.ToSpoke fromHub(String line) {
        Json.Obj json = Json.parseObject(line);
        String type = json.text("type");
        switch (type) {
            case "app_request":
                fields(json, "type", "requestId", "tool", "text", "memory");
                return new Message.AppRequest(
                        json.text("requestId"), json.text("tool"), json.text("text"), memory(json.list("memory")));
            case "tool_call":
                fields(json, "type", "requestId", "tool", "arguments");
                return new Message.ToolCall(json.text("requestId"), json.text("tool"), json.object("arguments"));
            case "function_probe_request":
                fields(json, "type", "requestId", "requested_functionality");
                return new Message.FunctionProbeRequest(json.text("requestId"), json.text("requested_functionality"));
            case "model_response":
                fields(json, "type", "requestId", "text");
                return new Message.ModelResponse(json.text("requestId"), json.text("text"));
            case "permission_response":
                fields(json, "type", "requestId", "allowed", "arguments");
                return new Message.PermissionResponse(
                        json.text("requestId"), json.truth("allowed"), json.object("arguments"));
            case "functionality_response":
                fields(json, "type", "requestId", "text", "isError");
                return new Message.FunctionalityResponse(
                        json.text("requestId"), json.text("text"), json.truth("isError"));
            default:
                throw refused("A hub does not send the message type \"" + shortened(type) + "\".");
        }
    }

    private static List<Remembered> memory(List<Json> items) {
        if (items.size() > Message.AppRequest.LONGEST_MEMORY) {
            throw refused("A request's memory is too long.");
        }
        List<Remembered> memory = new ArrayList<>();
        for (Json item : items) {
            if (!(item instanceof Json.Obj json)) {
                throw refused("A request's memory must hold objects.");
            }
            fields(json, "text", "arguments");
            memory.add(new Remembered(json.text("text"), json.object("arguments")));
        }
        return memory;
    }

    private static Json.Arr memoryOf(List<Remembered> memory) {
        List<Json> items = new ArrayList<>();
        for (Remembered one : memory) {
            items.add(Json.object().with("text", one.text()).with("arguments", one.arguments()));
        }
        return new Json.Arr(items);
    }

    /**
     * Reads a line that came from a spoke.
     *
     * @throws SandboxException with MESSAGE_INVALID where it is none of a spoke's messages
     */
    public static Message.ToHub fromSpoke(String line) {
        Json.Obj json = Json.parseObject(line);
        String type = json.text("type");
        switch (type) {
            case "ready":
                fields(json, "type", "tools");
                return new Message.Ready(tools(json.list("tools")));
            case "model_request":
                fields(json, "type", "requestId", "prompt", "schema");
                return new Message.ModelRequest(
                        json.text("requestId"), turns(json.list("prompt")), json.object("schema"));
            case "permission_request":
                fields(json, "type", "requestId", "tool", "arguments");
                return new Message.PermissionRequest(
                        json.text("requestId"), json.text("tool"), json.object("arguments"));
            case "app_response":
                fields(json, "type", "requestId", "text", "isError");
                return new Message.AppResponse(json.text("requestId"), json.text("text"), json.truth("isError"));
            case "function_probe_response":
                fields(json, "type", "requestId", "functionality_offered");
                return new Message.FunctionProbeResponse(
                        json.text("requestId"), texts(json.list("functionality_offered")));
            case "functionality_denial_response":
                fields(json, "type", "requestId", "reason");
                return new Message.FunctionalityDenialResponse(json.text("requestId"), json.text("reason"));
            case "functionality_request":
                fields(json, "type", "requestId", "functionality", "arguments");
                return new Message.FunctionalityRequest(
                        json.text("requestId"), json.text("functionality"), json.object("arguments"));
            default:
                throw refused("A spoke does not send the message type \"" + shortened(type) + "\".");
        }
    }

    /** The message in one line, without its end. */
    public static String line(Message message) {
        return json(message).text();
    }

    /** An {@code instanceof} chain on purpose: a pattern switch costs a starting spoke milliseconds. */
    private static Json.Obj json(Message message) {
        if (message instanceof Message.AppRequest m) {
            return of("app_request", m.requestId())
                    .with("tool", m.tool())
                    .with("text", m.text())
                    .with("memory", memoryOf(m.memory()));
        }
        if (message instanceof Message.ToolCall m) {
            return of("tool_call", m.requestId()).with("tool", m.tool()).with("arguments", m.arguments());
        }
        if (message instanceof Message.FunctionProbeRequest m) {
            return of("function_probe_request", m.requestId())
                    .with("requested_functionality", m.requestedFunctionality());
        }
        if (message instanceof Message.ModelResponse m) {
            return of("model_response", m.requestId()).with("text", m.text());
        }
        if (message instanceof Message.PermissionResponse m) {
            return of("permission_response", m.requestId())
                    .with("allowed", new Json.Bool(m.allowed()))
                    .with("arguments", m.arguments());
        }
        if (message instanceof Message.Ready m) {
            List<Json> tools = new ArrayList<>();
            for (ToolDescription tool : m.tools()) {
                tools.add(Json.object()
                        .with("name", tool.name())
                        .with("description", tool.description())
                        .with("inputSchema", Json.parseObject(tool.inputSchema())));
            }
            return Json.object().with("type", "ready").with("tools", new Json.Arr(tools));
        }
        if (message instanceof Message.ModelRequest m) {
            List<Json> prompt = new ArrayList<>();
            for (Turn turn : m.prompt()) {
                prompt.add(Json.object().with("role", turn.role()).with("text", turn.text()));
            }
            return of("model_request", m.requestId())
                    .with("prompt", new Json.Arr(prompt))
                    .with("schema", m.schema());
        }
        if (message instanceof Message.PermissionRequest m) {
            return of("permission_request", m.requestId())
                    .with("tool", m.tool())
                    .with("arguments", m.arguments());
        }
        if (message instanceof Message.AppResponse m) {
            return of("app_response", m.requestId()).with("text", m.text()).with("isError", new Json.Bool(m.isError()));
        }
        if (message instanceof Message.FunctionProbeResponse m) {
            List<Json> offered = new ArrayList<>();
            for (String name : m.functionalityOffered()) {
                offered.add(new Json.Str(name));
            }
            return of("function_probe_response", m.requestId()).with("functionality_offered", new Json.Arr(offered));
        }
        if (message instanceof Message.FunctionalityRequest m) {
            return of("functionality_request", m.requestId())
                    .with("functionality", m.functionality())
                    .with("arguments", m.arguments());
        }
        if (message instanceof Message.FunctionalityResponse m) {
            return of("functionality_response", m.requestId())
                    .with("text", m.text())
                    .with("isError", new Json.Bool(m.isError()));
        }
        Message.FunctionalityDenialResponse m = (Message.FunctionalityDenialResponse) message;
        return of("functionality_denial_response", m.requestId()).with("reason", m.reason());
    }

    private static Json.Obj of(String type, String requestId) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("type", new Json.Str(type));
        members.put("requestId", new Json.Str(requestId));
        return new Json.Obj(members);
    }

    private static List<ToolDescription> tools(List<Json> items) {
        List<ToolDescription> tools = new ArrayList<>();
        for (Json item : items) {
            Json.Obj tool = object(item);
            fields(tool, "name", "description", "inputSchema");
            tools.add(new ToolDescription(
                    tool.text("name"),
                    tool.text("description"),
                    tool.object("inputSchema").text()));
        }
        return tools;
    }

    private static List<Turn> turns(List<Json> items) {
        List<Turn> turns = new ArrayList<>();
        for (Json item : items) {
            Json.Obj turn = object(item);
            fields(turn, "role", "text");
            if (!ROLES.contains(turn.text("role"))) {
                throw refused("A prompt has no role \"" + shortened(turn.text("role")) + "\".");
            }
            turns.add(new Turn(turn.text("role"), turn.text("text")));
        }
        return turns;
    }

    private static List<String> texts(List<Json> items) {
        List<String> texts = new ArrayList<>();
        for (Json item : items) {
            if (!(item instanceof Json.Str text)) {
                throw refused("A list of texts holds something else.");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static Json.Obj object(Json item) {
        if (item instanceof Json.Obj object) {
            return object;
        }
        throw refused("A list of objects holds something else.");
    }

    /** All of these and no others; that none is missing shows when each is read. */
    private static void fields(Json.Obj json, String... names) {
        if (json.members().size() > names.length) {
            List<String> unknown = new ArrayList<>(json.members().keySet());
            unknown.removeAll(List.of(names));
            throw refused("A message has the unknown field \"" + shortened(unknown.getFirst()) + "\".");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static SandboxException refused(String what) {
        return new SandboxException(
                SandboxException.Code.MESSAGE_INVALID,
                what + " It was dropped and the app ended. Report it to its developer.");
    }
}
