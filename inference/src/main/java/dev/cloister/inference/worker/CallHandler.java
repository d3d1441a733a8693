package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Variant;
import dev.cloister.inference.embedding.SentenceEmbedder;
import dev.cloister.inference.grammar.GrammarCompiler;
import dev.cloister.inference.sampling.Constraint;
import dev.cloister.inference.session.AnswerRequest;
import dev.cloister.inference.session.Scheduler;
import dev.cloister.inference.template.PromptEncoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does the calls inside the worker. Requests are prepared on one thread, texts split into tokens on another and embedded
 * on a third, so that none of these holds up another, the socket or the running answers.
 */
final class CallHandler {

    /** The tokenizer's regular expressions recurse over a text. */
    private static final long TOKENIZER_STACK_BYTES = 256L << 20;

    private static final long DEFAULT_STACK = 0;

    private static final int TEXTS_PER_CALL = 256;

    private static final int WAITING_CALLS = 16;

    /** Far less than the heap, since texts are larger there than on the socket. */
    private static final long WAITING_BYTES = 32L << 20;

    private final BiConsumer<Integer, Message> replies;
    private final Scheduler scheduler;
    private final PromptEncoder encoder;
    private final GrammarCompiler grammars;
    private final StageRegistry stages = new StageRegistry();
    private final WorkQueue preparation;
    private final WorkQueue tokenizing =
            new WorkQueue("tokenizing", TOKENIZER_STACK_BYTES, WAITING_CALLS, WAITING_BYTES);
    private final WorkQueue embedding = new WorkQueue("embedding", DEFAULT_STACK, WAITING_CALLS, WAITING_BYTES);
    private final FutureTask<SentenceEmbedder> embedder = new FutureTask<>(SentenceEmbedder::new);
    private final Map<Integer, RunningAnswer> answers = new ConcurrentHashMap<>();

    /**
     * @param waiting most requests that wait to be prepared
     */
    CallHandler(LoadedModel loaded, Scheduler scheduler, int waiting, BiConsumer<Integer, Message> replies) {
        this.scheduler = scheduler;
        this.replies = replies;
        encoder = new PromptEncoder(loaded.model(), loaded.info().contextTokens());
        grammars = new GrammarCompiler(loaded.model().vocabulary());
        preparation = new WorkQueue("preparation", TOKENIZER_STACK_BYTES, waiting, WAITING_BYTES);
        embedding.add(0, embedder);
    }

    /**
     * Takes a call; what it gives goes to the replies.
     *
     * @param bytes the message's size on the socket
     * @throws IllegalArgumentException for a message that no client sends
     */
    void handle(int call, Message message, int bytes) {
        switch (message) {
            case Message.Generate generate -> {
                RunningAnswer answer =
                        new RunningAnswer(reply -> replies.accept(call, reply), () -> answers.remove(call));
                if (answers.putIfAbsent(call, answer) != null) {
                    throw new IllegalArgumentException("the call " + call + " is running already");
                }
                queue(preparation, bytes, () -> start(answer, generate.request()), answer::failed);
            }
            case Message.Cancel cancel -> {
                RunningAnswer answer = answers.get(call);
                if (answer != null) {
                    answer.cancel();
                }
            }
            case Message.Tokenize tokenize ->
                queue(
                        tokenizing,
                        bytes,
                        () -> answer(call, () -> new Message.Tokens(encoder.plain(tokenize.text()))),
                        busy -> replies.accept(call, Message.Failed.of(busy)));
            case Message.Embed embed ->
                queue(
                        embedding,
                        bytes,
                        () -> answer(call, () -> embed(embed.texts())),
                        busy -> replies.accept(call, Message.Failed.of(busy)));
            case Message.Forget forget ->
                scheduler.forget(
                        session -> session.tenant().equals(forget.tenant())
                                && session.user().equals(forget.user())
                                && forget.app().map(session.app()::equals).orElse(true),
                        () -> replies.accept(call, new Message.Forgotten()));
            case Message.Forgotten forgotten -> throw unexpected(message);
            case Message.Count count -> replies.accept(call, new Message.Counters(scheduler.counters()));
            case Message.Hello hello -> throw unexpected(message);
            case Message.Token token -> throw unexpected(message);
            case Message.Done done -> throw unexpected(message);
            case Message.Failed failed -> throw unexpected(message);
            case Message.Tokens tokens -> throw unexpected(message);
            case Message.Vectors vectors -> throw unexpected(message);
            case Message.Counters counters -> throw unexpected(message);
        }
    }

    private void start(RunningAnswer answer, GenerationRequest request) {
        try {
            requireServed(request);
            Constraint constraint = request.form().map(this::constraint).orElse(Constraint.NONE);
            AnswerRequest prepared = new AnswerRequest(
                    request.session(),
                    encoder.encode(request.prompt()),
                    request.sampling(),
                    stages.create(request.stages()),
                    constraint,
                    request.maxTokens(),
                    request.stop());
            answer.attach(scheduler.submit(prepared, answer));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            answer.failed(asEngineException(e));
        }
    }

    private Constraint constraint(OutputForm form) {
        return switch (form) {
            case OutputForm.JsonSchema schema -> grammars.compile(schema.schema());
            case OutputForm.Regex regex -> throw unserved("Regular expressions");
            case OutputForm.Gbnf gbnf -> throw unserved("Grammars");
        };
    }

    private static void requireServed(GenerationRequest request) {
        if (request.prompt() instanceof Prompt.Chat chat
                && !chat.tools().tools().isEmpty()) {
            throw unserved("Tools");
        }
        if (!request.variant().equals(Variant.BASE)) {
            throw unserved("Adapters and control vectors");
        }
        if (request.topLogProbabilities() > 0) {
            throw unserved("Likeliest tokens");
        }
    }

    private static EngineException unserved(String what) {
        return new EngineException(Code.INVALID_REQUEST, what + " are not served yet; leave them out.");
    }

    private Message embed(List<String> texts) {
        if (texts.size() > TEXTS_PER_CALL) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "%d texts in one call; send at most %d.".formatted(texts.size(), TEXTS_PER_CALL));
        }
        return new Message.Vectors(embedder.resultNow().embed(texts));
    }

    private void answer(int call, Supplier<Message> work) {
        try {
            replies.accept(call, work.get());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            replies.accept(call, Message.Failed.of(asEngineException(e)));
        }
    }

    private static void queue(WorkQueue queue, int bytes, Runnable work, Consumer<EngineException> refused) {
        try {
            queue.add(bytes, work);
        } catch (EngineException e) {
            refused.accept(e);
        }
    }

    private static EngineException asEngineException(Throwable failure) {
        return switch (failure) {
            case EngineException known -> known;
            case VirtualMachineError exhausted ->
                new EngineException(
                        Code.INVALID_REQUEST,
                        "The request needs more memory than the engine has for one (" + exhausted
                                + "); ask for less. Others are not affected.",
                        exhausted);
            default ->
                new EngineException(
                        Code.INVALID_REQUEST, "The request could not be prepared: " + failure.getMessage(), failure);
        };
    }

    private static IllegalArgumentException unexpected(Message message) {
        return new IllegalArgumentException(
                "a client does not send " + message.getClass().getSimpleName());
    }
}
