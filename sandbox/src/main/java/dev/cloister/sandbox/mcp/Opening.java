package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out which era a server speaks (MCP 2026-07-28, basic/transports/stdio, Backward Compatibility): asks
 * {@code server/discover}, and says {@code initialize} after any answer that only an older server gives, or after silence.
 *
 * <p>An older server costs one more exchange over its pipe, which waits there until the server has started anyway. One
 * that says nothing at all costs the patience. One that is merely slow to start finds both questions: what it answers to
 * the second decides, and where that is refused, what it answered to the first.
 */
final class Opening extends Thread {

    private static final List<String> OLDER = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    private static final List<String> REJECTIONS = List.of("-32020", "-32021");
    private static final String UNSUPPORTED_VERSION = "-32022";

    private final JsonRpcPipe pipe;
    private final long patienceMillis;
    private final CountDownLatch decided = new CountDownLatch(1);
    private String discover = "";
    private String initialize = "";

    Opening(JsonRpcPipe pipe, long patienceMillis) {
        super("mcp-opening");
        setDaemon(true);
        this.pipe = pipe;
        this.patienceMillis = patienceMillis;
    }

    /** Opens the conversation; the revision to go on in. */
    ProtocolRevision negotiate() {
        discover = pipe.send("server/discover", Json.object().with("_meta", McpClient.META));
        start();
        try {
            return answers();
        } finally {
            decided.countDown();
        }
    }

    /** Opens the conversation with a server that is known to be older. */
    ProtocolRevision initialize() {
        fallBack();
        return answers();
    }

    /** Falls back where the server stays silent. */
    @Override
    public void run() {
        try {
            if (!decided.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                fallBack();
            }
        } catch (SandboxException e) {
            // The server is gone, which whoever waits for its answer learns by the end of its stream.
            decided.countDown();
        } catch (InterruptedException e) {
            interrupt();
        }
    }

    private ProtocolRevision answers() {
        boolean speaksNewer = false;
        while (true) {
            Json.Obj answer = pipe.nextAnswer();
            String id = JsonRpcPipe.idOf(answer);
            if (!id.isEmpty() && id.equals(initializeId())) {
                if (answer.get("result").isPresent()) {
                    return begin(answer.object("result"));
                }
                if (speaksNewer) {
                    return ProtocolRevision.V2026_07_28;
                }
                throw JsonRpcPipe.broken(
                        "the error \"" + answer.object("error").text("message") + "\" in the handshake");
            }
            // An error without an id can only be about the one question that was asked.
            boolean unnamed = id.isEmpty() && initializeId().isEmpty();
            if (discover.isEmpty() || !(id.equals(discover) || unnamed)) {
                throw JsonRpcPipe.broken("an answer to another question");
            }
            discover = "";
            speaksNewer = isNewer(answer);
            if (!speaksNewer) {
                fallBack();
            } else if (decide()) {
                return ProtocolRevision.V2026_07_28;
            }
        }
    }

    private ProtocolRevision begin(Json.Obj result) {
        String version = result.text("protocolVersion");
        if (!OLDER.contains(version)) {
            throw unsupported(version);
        }
        pipe.giveUp(discover);
        pipe.answerRequests();
        pipe.tell("notifications/initialized");
        return ProtocolRevision.V2025_11_25;
    }

    private synchronized String initializeId() {
        return initialize;
    }

    /** Whether there is still nothing but the first question on its way; from now on there will not be. */
    private synchronized boolean decide() {
        if (initialize.isEmpty()) {
            decided.countDown();
        }
        return initialize.isEmpty();
    }

    private synchronized void fallBack() {
        if (initialize.isEmpty() && decided.getCount() > 0) {
            initialize = pipe.send(
                    "initialize",
                    Json.object()
                            .with("protocolVersion", ProtocolRevision.V2025_11_25.date())
                            .with("capabilities", Json.object().with("experimental", FunctionRequests.DECLARED))
                            .with("clientInfo", McpClient.INFO));
        }
    }

    /** Whether this answer to {@code server/discover} is one of a server that speaks 2026-07-28. */
    private static boolean isNewer(Json.Obj answer) {
        if (answer.members().get("result") instanceof Json.Obj result) {
            return result.members().get("supportedVersions") instanceof Json.Arr versions && choose(versions);
        }
        if (!(answer.members().get("error") instanceof Json.Obj error)
                || !(error.members().get("code") instanceof Json.Num code)) {
            return false;
        }
        if (REJECTIONS.contains(code.literal())) {
            throw JsonRpcPipe.broken("the error \"" + error.text("message") + "\" in the handshake");
        }
        return code.literal().equals(UNSUPPORTED_VERSION)
                && error.members().get("data") instanceof Json.Obj data
                && data.members().get("supported") instanceof Json.Arr versions
                && choose(versions);
    }

    private static boolean choose(Json.Arr versions) {
        if (versions.items().contains(new Json.Str(ProtocolRevision.V2026_07_28.date()))) {
            return true;
        }
        for (String older : OLDER) {
            if (versions.items().contains(new Json.Str(older))) {
                return false;
            }
        }
        throw unsupported(versions.text());
    }

    private static SandboxException unsupported(String versions) {
        String shown = versions.length() > 200 ? versions.substring(0, 200) + "..." : versions;
        return new SandboxException(
                SandboxException.Code.APP_MISBEHAVES,
                "The app's MCP server speaks protocol versions that Cloister does not know: " + shown
                        + ". Nothing was done. It must speak 2026-07-28 or 2025-11-25.");
    }
}
