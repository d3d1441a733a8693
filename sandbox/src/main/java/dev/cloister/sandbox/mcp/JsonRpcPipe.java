package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.isc.LineReader;
import dev.cloister.sandbox.json.Json;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON-RPC 2.0 over a pair of streams, a message a line, as the side that asks (MCP 2026-07-28, basic/transports/stdio).
 *
 * <p>Strict: a line is one JSON object of at most 4 MiB that says {@code "jsonrpc": "2.0"}; an answer holds a result or an
 * error and the id of a request that is open. What the server says unasked is dropped, up to a number; its own requests
 * are answered once {@link #answerRequests} was called. Whatever else comes is thrown as {@link SandboxException}:
 * APP_MISBEHAVES, APP_FLOODS, or APP_CRASHED where the stream ends. One thread reads; any may send.
 */
final class JsonRpcPipe {

    /** More than the hub takes of a spoke: a picture is read so that it can be named among what was left out. */
    private static final int LONGEST_LINE = 4 << 20;

    private static final int MOST_UNASKED = 10_000;

    private final LineReader in;
    private final OutputStream out;
    private boolean answersRequests;
    private @Nullable FunctionRequests served;
    private String givenUp = "";
    private int lastId;

    JsonRpcPipe(InputStream in, OutputStream out) {
        this.in = new LineReader(in, LONGEST_LINE);
        this.out = out;
    }

    /** From now on the server's requests are answered: ping, what {@link #ask} serves, and all others by a refusal. */
    void answerRequests() {
        answersRequests = true;
    }

    /** The answer to this request may still come: it is dropped then, once. */
    void giveUp(String id) {
        givenUp = id;
    }

    /** Sends a request; returns its id. */
    synchronized String send(String method, Json.Obj parameters) {
        String id = Integer.toString(++lastId);
        write(message().with("id", new Json.Num(id)).with("method", method).with("params", parameters));
        return id;
    }

    void tell(String method) {
        write(message().with("method", method));
    }

    /** Sends a request and waits for its answer. */
    Json.Obj ask(String method, Json.Obj parameters) {
        String id = send(method, parameters);
        Json.Obj answer = nextAnswer();
        if (!idOf(answer).equals(id)) {
            throw broken("an answer to another question");
        }
        return answer;
    }

    /** The same, where the server may ask for functions of other apps meanwhile. */
    Json.Obj ask(String method, Json.Obj parameters, FunctionRequests functions) {
        served = functions;
        try {
            return ask(method, parameters);
        } finally {
            served = null;
        }
    }

    /** The next answer, to whichever request. */
    Json.Obj nextAnswer() {
        for (int unasked = 0; unasked < MOST_UNASKED; unasked++) {
            Json.Obj message = next();
            if (message.get("method").isPresent()) {
                answer(message);
            } else if (!givenUp.isEmpty() && givenUp.equals(idOf(message))) {
                givenUp = "";
            } else if (message.get("result").isPresent() == message.get("error").isPresent()) {
                throw broken("an answer that holds not exactly one of a result and an error");
            } else {
                return message;
            }
        }
        throw new SandboxException(
                SandboxException.Code.APP_FLOODS,
                "The app's MCP server sent " + MOST_UNASKED + " messages that nobody asked for. The request was not"
                        + " carried out. Report it to its developer.");
    }

    /** The id of a request that the message answers, or an empty text. */
    static String idOf(Json.Obj message) {
        return message.members().get("id") instanceof Json.Num number ? number.literal() : "";
    }

    static SandboxException broken(String what) {
        return new SandboxException(
                SandboxException.Code.APP_MISBEHAVES,
                "The app's MCP server sent " + what + ". The request was not carried out. Report it to its developer.");
    }

    private Json.Obj next() {
        Optional<String> line;
        try {
            line = in.next();
        } catch (IOException e) {
            throw ended();
        }
        if (line.isEmpty()) {
            throw ended();
        }
        Json.Obj message;
        try {
            message = Json.parseObject(line.get());
        } catch (SandboxException e) {
            throw broken("what is no JSON-RPC message (" + e.getMessage() + ")");
        }
        if (!(message.members().get("jsonrpc") instanceof Json.Str version
                && version.value().equals("2.0"))) {
            throw broken("a message that is not JSON-RPC 2.0");
        }
        return message;
    }

    private void answer(Json.Obj message) {
        Optional<Json> id = message.get("id");
        if (!answersRequests || id.isEmpty()) {
            return;
        }
        Json.Obj answer = message().with("id", id.get());
        String method = message.text("method");
        if (method.equals("ping")) {
            write(answer.with("result", Json.object()));
        } else if (served != null && method.equals(FunctionRequests.METHOD)) {
            write(answer.with("result", served.serve(message.object("params"))));
        } else {
            Json.Obj error = Json.object()
                    .with("code", new Json.Num("-32601"))
                    .with("message", "This client does not answer that.");
            write(answer.with("error", error));
        }
    }

    private static Json.Obj message() {
        return Json.object().with("jsonrpc", "2.0");
    }

    private synchronized void write(Json.Obj message) {
        try {
            out.write((message.text() + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw ended();
        }
    }

    private static SandboxException ended() {
        return new SandboxException(
                SandboxException.Code.APP_CRASHED,
                "The app's MCP server ended before it answered. The request was not carried out. Report it to its"
                        + " developer.");
    }
}
