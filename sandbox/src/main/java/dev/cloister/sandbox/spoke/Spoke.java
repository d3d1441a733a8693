package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressGate;
import dev.cloister.sandbox.isc.LineReader;
import dev.cloister.sandbox.isc.Message;
import dev.cloister.sandbox.isc.MessageCodec;
import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A running app of one user, as the hub sees it. Carries out one request at a time; made by {@link SpokeFactory}.
 *
 * <p>Security guarantees: the hub knows the app by its pipe; a message must answer the request that is under way and name
 * its tool; consent is asked at the call itself, an answer without it is refused, and a denied call never reaches the app's
 * server by way of the operator. The app has the request's words before it asks; it has nothing else, and no way out
 * before the call is allowed and once it is over.
 * An app that breaks a rule is ended with a code: APP_TIMEOUT, APP_CRASHED, APP_FLOODS or APP_MISBEHAVES, thrown as
 * {@link SandboxException}.
 */
public final class Spoke implements AutoCloseable {

    /** Most questions to the model before the app says what it wants to call. */
    private static final int MAX_DRAFTS = 4;

    /** Most functions of other apps that one call may ask for. */
    private static final int MAX_ASKED = 8;

    /** For a call that must do without anybody. */
    private static final HubServices ALONE = new HubServices() {
        @Override
        public String model(List<Turn> prompt, String schema) {
            throw new IllegalStateException("a call with arguments needs no model");
        }

        @Override
        public PermissionAnswer permission(String tool, String argumentsJson) {
            return new PermissionAnswer.Deny();
        }
    };

    private final AppBundle app;
    private final SpokePipe pipe;
    private final Duration patience;
    private final EgressGate gate;
    private final List<ToolDescription> tools;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param gate lets the app out while it carries out a call that was allowed */
    Spoke(AppBundle app, SpokePipe pipe, SpokeLimits limits, EgressGate gate) {
        this.app = app;
        this.pipe = pipe;
        this.gate = gate;
        this.patience = limits.step();
        if (!(pipe.first(limits.start()) instanceof Message.Ready ready)) {
            throw pipe.misbehaves("did not begin with its list of tools");
        }
        this.tools = ready.tools();
        Set<String> listed = tools.stream().map(ToolDescription::name).collect(Collectors.toSet());
        if (listed.size() != tools.size()) {
            throw pipe.misbehaves("offers two tools of one name");
        }
        for (var declared : app.manifest().tools()) {
            if (!listed.remove(declared.name())) {
                throw pipe.misbehaves("does not offer the tool \"" + declared.name() + "\" of its manifest");
            }
        }
        if (!listed.isEmpty()) {
            throw pipe.misbehaves("offers tools that its manifest does not declare: " + listed);
        }
    }

    /** The app's tools in the app's own words. */
    public List<ToolDescription> tools() {
        return tools;
    }

    /** Whether a request is under way, be it that it waits for the user. */
    boolean busy() {
        return underWay.get() > 0;
    }

    /** Whether the hub ended it, for no fault of the app's. */
    boolean wasShutDown() {
        return pipe.wasShutDown();
    }

    /** Whether it can take a request. */
    public boolean alive() {
        return pipe.alive();
    }

    /**
     * Has the app's operator carry out a request with one of its tools: the model fills in the arguments, the user is asked,
     * the tool is called.
     *
     * @throws SandboxException with TOOL_UNKNOWN, or the code of what the app did wrong
     */
    public synchronized SpokeResult handle(String tool, String text, HubServices hub) {
        return handle(tool, text, List.of(), hub);
    }

    /**
     * The same with what the app was asked before, which its operator shows its model; throws as {@link #handle(String,
     * String, HubServices)} does.
     */
    public synchronized SpokeResult handle(String tool, String text, List<Remembered> memory, HubServices hub) {
        app.manifest().requireTool(tool);
        underWay.incrementAndGet();
        try (EgressGate.Passage way = gate.passage()) {
            return carryOut(tool, text, memory, hub, way);
        } catch (RuntimeException | StackOverflowError e) {
            // The operator still waits for what the hub failed to answer: a new request would find it out of step.
            pipe.close();
            throw e;
        } finally {
            underWay.decrementAndGet();
        }
    }

    private SpokeResult carryOut(
            String tool, String text, List<Remembered> memory, HubServices hub, EgressGate.Passage way) {
        String id = nextId();
        Message.ToSpoke next = new Message.AppRequest(id, tool, text, memory);
        for (int step = 0; step < MAX_DRAFTS; step++) {
            switch (exchange(next)) {
                case Message.ModelRequest asked
                when asked.requestId().equals(id) ->
                    next = new Message.ModelResponse(
                            id, hub.model(asked.prompt(), asked.schema().text()));
                case Message.PermissionRequest asked
                when asked.requestId().equals(id) && asked.tool().equals(tool) -> {
                    Message.PermissionResponse response = ask(id, asked, hub);
                    if (!response.allowed()) {
                        way.close();
                        return denied(id, response);
                    }
                    way.open();
                    return act(id, response, hub);
                }
                case Message.FunctionalityDenialResponse denial
                when denial.requestId().equals(id) -> {
                    return new SpokeResult.Denied(denial.reason());
                }
                case Message.AppResponse answer
                when answer.requestId().equals(id) -> throw pipe.misbehaves("answered before it was allowed to act");
                default -> throw notOfTheRequest();
            }
        }
        throw pipe.misbehaves("asked the model more than " + MAX_DRAFTS + " times");
    }

    private SpokeResult denied(String id, Message.PermissionResponse no) {
        if (exchange(no) instanceof Message.FunctionalityDenialResponse denial
                && denial.requestId().equals(id)) {
            return new SpokeResult.Denied(denial.reason());
        }
        throw pipe.misbehaves("did not keep to a no");
    }

    /** From the yes on: the app may ask for functions of others, then it answers. */
    private SpokeResult act(String id, Message.ToSpoke go, HubServices hub) {
        Message.ToSpoke next = go;
        for (int step = 0; step <= MAX_ASKED; step++) {
            switch (exchange(next)) {
                case Message.FunctionalityRequest asked
                when asked.requestId().equals(id) -> {
                    SpokeResult found = hub.collaborate(
                            asked.functionality(), asked.arguments().text());
                    next = switch (found) {
                        case SpokeResult.Answered(String text, boolean isError) ->
                            new Message.FunctionalityResponse(id, text, isError);
                        case SpokeResult.Denied(String reason) -> new Message.FunctionalityResponse(id, reason, true);
                    };
                }
                case Message.AppResponse answer
                when answer.requestId().equals(id) -> {
                    return new SpokeResult.Answered(answer.text(), answer.isError());
                }
                default -> throw notOfTheRequest();
            }
        }
        throw pipe.misbehaves("asked for more than " + MAX_ASKED + " functions of other apps");
    }

    /**
     * Calls a tool with arguments that were agreed to before: no model, no question, no help of other apps.
     *
     * @param argumentsJson a JSON object
     */
    public synchronized SpokeResult callTool(String tool, String argumentsJson) {
        return callTool(tool, argumentsJson, ALONE);
    }

    /** The same for an app that may ask for functions of others. */
    public synchronized SpokeResult callTool(String tool, String argumentsJson, HubServices hub) {
        app.manifest().requireTool(tool);
        underWay.incrementAndGet();
        try (EgressGate.Passage way = gate.passage()) {
            way.open();
            String id = nextId();
            return act(id, new Message.ToolCall(id, tool, Json.parseObject(argumentsJson)), hub);
        } catch (RuntimeException | StackOverflowError e) {
            pipe.close();
            throw e;
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Whether the app offers a function, by its name. */
    public synchronized List<String> probe(String functionality) {
        String id = nextId();
        if (exchange(new Message.FunctionProbeRequest(id, functionality))
                        instanceof Message.FunctionProbeResponse answer
                && answer.requestId().equals(id)) {
            return answer.functionalityOffered();
        }
        throw notOfTheRequest();
    }

    private SandboxException notOfTheRequest() {
        return pipe.misbehaves("sent a message that does not belong to the request");
    }

    /** Ends the app and all that it started; what it held in memory is gone. */
    @Override
    public void close() {
        pipe.close();
    }

    private static Message.PermissionResponse ask(String id, Message.PermissionRequest asked, HubServices hub) {
        return switch (hub.permission(asked.tool(), asked.arguments().text())) {
            case PermissionAnswer.Allow(String arguments) ->
                new Message.PermissionResponse(id, true, Json.parseObject(arguments));
            case PermissionAnswer.Deny() -> new Message.PermissionResponse(id, false, Json.object());
        };
    }

    private Message.ToHub exchange(Message.ToSpoke message) {
        requireFits(message);
        return pipe.exchange(message, patience);
    }

    private static void requireFits(Message.ToSpoke message) {
        // Four bytes is the most that UTF-8 needs for what is one character here.
        if (MessageCodec.line(message).length() > LineReader.MAX_BYTES / 4) {
            throw new SandboxException(
                    SandboxException.Code.MESSAGE_INVALID,
                    "The request is too long for an app. Nothing was sent. Shorten it to 60,000 characters.");
        }
    }

    private String nextId() {
        return Long.toString(requests.incrementAndGet());
    }
}
