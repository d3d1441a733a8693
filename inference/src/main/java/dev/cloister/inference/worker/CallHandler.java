package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Session;
import dev.cloister.inference.Variant;
import dev.cloister.inference.embedding.SentenceEmbedder;
import dev.cloister.inference.grammar.GrammarCompiler;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.Constraint;
import dev.cloister.inference.score.ScoringLanes;
import dev.cloister.inference.session.Answer;
import dev.cloister.inference.session.AnswerRequest;
import dev.cloister.inference.session.Scheduler;
import dev.cloister.inference.template.PreparedPrompt;
import dev.cloister.inference.template.PromptEncoder;
import dev.cloister.inference.variant.Adaptations;
import dev.cloister.inference.variant.VariantSchedulers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Does the calls inside the worker. Requests are prepared on one thread, contexts of variants made on another, texts split
 * into tokens on a third and embedded on a fourth, so that none of these holds up another, the socket or the running
 * answers.
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
    private final Vocabulary vocabulary;
    private final GrammarCompiler grammars;
    private final StageRegistry stages = new StageRegistry();
    private final WorkQueue preparation;
    private final WorkQueue varying;
    private final WorkQueue tokenizing =
            new WorkQueue("tokenizing", TOKENIZER_STACK_BYTES, WAITING_CALLS, WAITING_BYTES);
    private final WorkQueue embedding = new WorkQueue("embedding", DEFAULT_STACK, WAITING_CALLS, WAITING_BYTES);
    private final FutureTask<SentenceEmbedder> embedder = new FutureTask<>(SentenceEmbedder::new);
    private final Adaptations adaptations;
    private final VariantSchedulers variants;
    private final ScoreHandler scoring;
    private final Map<Integer, RunningAnswer> answers = new ConcurrentHashMap<>();

    /**
     * @param scheduler of the model's own context
     * @param schedulers makes a variant's context's scheduler
     * @param waiting most requests that wait to be prepared
     * @param chunkTokens tokens of a prompt that are computed at once
     * @param fatal told when the library fails outside a scheduler
     */
    CallHandler(
            LoadedModel loaded,
            Scheduler scheduler,
            Function<LlamaContext, Scheduler> schedulers,
            int waiting,
            int chunkTokens,
            Consumer<Throwable> fatal,
            BiConsumer<Integer, Message> replies) {
        this.replies = replies;
        vocabulary = loaded.model().vocabulary();
        this.scheduler = scheduler;
        adaptations = new Adaptations(loaded.model(), loaded.options().adapters());
        variants = new VariantSchedulers(
                loaded.model(), loaded.context().settings(), loaded.options().variants(), schedulers);
        ScoringLanes lanes = new ScoringLanes(
                loaded.model(),
                loaded.context().settings(),
                chunkTokens,
                () -> scheduler.counters().running() > 0 || variants.answering(),
                fatal);
        scoring = new ScoreHandler(
                loaded,
                lanes,
                adaptations,
                new WorkQueue("scoring", TOKENIZER_STACK_BYTES, WAITING_CALLS, WAITING_BYTES),
                replies);
        encoder = new PromptEncoder(loaded.model(), loaded.info().contextTokens(), loaded.templateProgram());
        grammars = new GrammarCompiler(
                loaded.model().vocabulary(), text -> loaded.model().tokenize(text, false, false));
        preparation = new WorkQueue("preparation", TOKENIZER_STACK_BYTES, waiting, WAITING_BYTES);
        varying = new WorkQueue("a variant", DEFAULT_STACK, waiting, WAITING_BYTES);
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
                scoring.cancel(call);
            }
            case Message.Score score -> scoring.start(call, score.request(), bytes);
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
            case Message.Measure measure ->
                queue(
                        embedding,
                        bytes,
                        () -> answer(call, () -> measure(measure.texts())),
                        busy -> replies.accept(call, Message.Failed.of(busy)));
            case Message.Spell spell -> answer(call, () -> new Message.Pieces(spell(spell.ids())));
            case Message.Forget forget -> preparation.addUnbounded(() -> forget(call, forget));
            case Message.Forgotten forgotten -> throw unexpected(message);
            case Message.Count count -> replies.accept(call, new Message.Counters(scheduler.counters()));
            case Message.Hello hello -> throw unexpected(message);
            case Message.Token token -> throw unexpected(message);
            case Message.Done done -> throw unexpected(message);
            case Message.Failed failed -> throw unexpected(message);
            case Message.Tokens tokens -> throw unexpected(message);
            case Message.Vectors vectors -> throw unexpected(message);
            case Message.Lengths lengths -> throw unexpected(message);
            case Message.Pieces pieces -> throw unexpected(message);
            case Message.Counters counters -> throw unexpected(message);
            case Message.Scored scored -> throw unexpected(message);
            case Message.AllScored all -> throw unexpected(message);
        }
    }

    private void start(RunningAnswer answer, GenerationRequest request) {
        try {
            PreparedPrompt prompt = encoder.prepare(request.prompt(), request.form());
            Constraint constraint = prompt.form()
                    .map(form -> grammars.compile(form, request.session()))
                    .orElse(Constraint.NONE);
            AnswerRequest prepared = new AnswerRequest(
                    request.session(),
                    prompt.tokens(),
                    request.sampling(),
                    stages.create(request.stages()),
                    constraint,
                    request.maxTokens(),
                    request.stop(),
                    prompt.reading(),
                    request.topLogProbabilities());
            Variant variant = adaptations.normal(request.variant());
            Optional<Answer> started = variant.equals(Variant.BASE)
                    ? Optional.of(scheduler.submit(prepared, answer))
                    : variants.submitOpen(variant, prepared, answer);
            if (started.isPresent()) {
                answer.attach(started.get());
            } else {
                int bytes = Integer.BYTES * prepared.prompt().length;
                queue(varying, bytes, () -> start(answer, variant, prepared), answer::failed);
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            answer.failed(asEngineException(e));
        }
    }

    private void start(RunningAnswer answer, Variant variant, AnswerRequest prepared) {
        try {
            answer.attach(variants.submit(variant, adaptations.of(variant), prepared, answer));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            answer.failed(asEngineException(e));
        }
    }

    /** Behind all requests that came before, on both threads that they pass, so that none of them is kept afterwards. */
    private void forget(int call, Message.Forget what) {
        Predicate<Session> which = session -> session.tenant().equals(what.tenant())
                && session.user().equals(what.user())
                && what.app().map(session.app()::equals).orElse(true);
        grammars.forget(which);
        varying.addUnbounded(() -> variants.forget(
                which, () -> scheduler.forget(which, () -> replies.accept(call, new Message.Forgotten()))));
    }

    private Message embed(List<String> texts) {
        requireFew(texts);
        return new Message.Vectors(embedder.resultNow().embed(texts));
    }

    private Message measure(List<String> texts) {
        requireFew(texts);
        return new Message.Lengths(embedder.resultNow().wordPieces(texts));
    }

    private static void requireFew(List<String> texts) {
        if (texts.size() > TEXTS_PER_CALL) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "%d texts in one call; send at most %d.".formatted(texts.size(), TEXTS_PER_CALL));
        }
    }

    private List<byte[]> spell(int[] ids) {
        return IntStream.of(ids).mapToObj(vocabulary::piece).toList();
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
