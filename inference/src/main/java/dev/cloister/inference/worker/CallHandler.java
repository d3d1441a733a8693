package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Variant;
import dev.cloister.inference.embedding.SentenceEmbedder;
import dev.cloister.inference.grammar.GrammarCompiler;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.sampling.Constraint;
import dev.cloister.inference.score.ScoringLanes;
import dev.cloister.inference.session.Answer;
import dev.cloister.inference.session.AnswerRequest;
import dev.cloister.inference.session.Scheduler;
import dev.cloister.inference.template.PromptEncoder;
import dev.cloister.inference.variant.Adaptations;
import dev.cloister.inference.variant.VariantSchedulers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private final BiConsumer<Integer, Message> replies;
    private final Scheduler scheduler;
    private final PromptEncoder encoder;
    private final GrammarCompiler grammars;
    private final StageRegistry stages = new StageRegistry();
    private final ExecutorService preparation = thread("preparation", TOKENIZER_STACK_BYTES);
    private final ExecutorService tokenizing = thread("tokenizing", TOKENIZER_STACK_BYTES);
    private final ExecutorService embedding = thread("embedding", DEFAULT_STACK);
    private final Supplier<SentenceEmbedder> embedder;
    private final Adaptations adaptations;
    private final VariantSchedulers variants;
    private final ScoreHandler scoring;
    private final Map<Integer, RunningAnswer> answers = new ConcurrentHashMap<>();

    /**
     * @param schedulers makes a context's scheduler
     * @param fatal told when the library fails outside a scheduler
     */
    CallHandler(
            LoadedModel loaded,
            Function<LlamaContext, Scheduler> schedulers,
            Consumer<Throwable> fatal,
            BiConsumer<Integer, Message> replies) {
        this.replies = replies;
        scheduler = schedulers.apply(loaded.context());
        adaptations = new Adaptations(loaded.model(), loaded.options().adapters());
        variants = new VariantSchedulers(
                loaded.model(), loaded.context().settings(), loaded.options().variants(), schedulers);
        ScoringLanes lanes = new ScoringLanes(
                loaded.model(),
                loaded.context().settings(),
                () -> scheduler.counters().running() > 0 || variants.answering(),
                fatal);
        scoring = new ScoreHandler(loaded, lanes, adaptations, thread("scoring", TOKENIZER_STACK_BYTES), replies);
        encoder = new PromptEncoder(loaded.model(), loaded.info().contextTokens());
        grammars = new GrammarCompiler(loaded.model().vocabulary());
        var loading = embedding.submit(SentenceEmbedder::new);
        embedder = loading::resultNow;
    }

    /**
     * Takes a call; what it gives goes to the replies.
     *
     * @throws IllegalArgumentException for a message that no client sends
     */
    void handle(int call, Message message) {
        switch (message) {
            case Message.Generate generate -> {
                RunningAnswer answer =
                        new RunningAnswer(reply -> replies.accept(call, reply), () -> answers.remove(call));
                if (answers.putIfAbsent(call, answer) != null) {
                    throw new IllegalArgumentException("the call " + call + " is running already");
                }
                preparation.execute(() -> start(answer, generate.request()));
            }
            case Message.Cancel cancel -> {
                RunningAnswer answer = answers.get(call);
                if (answer != null) {
                    answer.cancel();
                }
                scoring.cancel(call);
            }
            case Message.Score score -> scoring.start(call, score.request());
            case Message.Tokenize tokenize ->
                tokenizing.execute(() -> answer(call, () -> new Message.Tokens(encoder.plain(tokenize.text()))));
            case Message.Embed embed -> embedding.execute(() -> answer(call, () -> embed(embed.texts())));
            case Message.Count count -> replies.accept(call, new Message.Counters(scheduler.counters()));
            case Message.Hello hello -> throw unexpected(message);
            case Message.Token token -> throw unexpected(message);
            case Message.Done done -> throw unexpected(message);
            case Message.Failed failed -> throw unexpected(message);
            case Message.Tokens tokens -> throw unexpected(message);
            case Message.Vectors vectors -> throw unexpected(message);
            case Message.Counters counters -> throw unexpected(message);
            case Message.Scored scored -> throw unexpected(message);
            case Message.AllScored all -> throw unexpected(message);
        }
    }

    private void start(RunningAnswer answer, GenerationRequest request) {
        try {
            requireServed(request);
            Constraint constraint = request.form().map(this::constraint).orElse(Constraint.NONE);
            AnswerRequest prepared = new AnswerRequest(
                    encoder.encode(request.prompt()),
                    request.sampling(),
                    stages.create(request.stages()),
                    constraint,
                    request.maxTokens(),
                    request.stop(),
                    request.topLogProbabilities());
            answer.attach(submit(request.variant(), prepared, answer));
        } catch (RuntimeException e) {
            answer.failed(asEngineException(e));
        }
    }

    private Answer submit(Variant variant, AnswerRequest prepared, RunningAnswer answer) {
        Variant normal = adaptations.normal(variant);
        return normal.equals(Variant.BASE)
                ? scheduler.submit(prepared, answer)
                : variants.submit(normal, adaptations.of(normal), prepared, answer);
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
        return new Message.Vectors(embedder.get().embed(texts));
    }

    private void answer(int call, Supplier<Message> work) {
        Message reply;
        try {
            reply = work.get();
        } catch (RuntimeException e) {
            EngineException failure = asEngineException(e);
            reply = new Message.Failed(failure.code(), String.valueOf(failure.getMessage()));
        }
        replies.accept(call, reply);
    }

    private static ExecutorService thread(String name, long stackBytes) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().stackSize(stackBytes).factory());
    }

    private static EngineException asEngineException(RuntimeException e) {
        return e instanceof EngineException known
                ? known
                : new EngineException(Code.INVALID_REQUEST, "The request could not be prepared: " + e.getMessage(), e);
    }

    private static IllegalArgumentException unexpected(Message message) {
        return new IllegalArgumentException(
                "a client does not send " + message.getClass().getSimpleName());
    }
}
