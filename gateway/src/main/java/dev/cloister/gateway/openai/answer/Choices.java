package dev.cloister.gateway.openai.answer;

import dev.cloister.gateway.hub.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All answers to one request: as many at once as slots are held, the others as these end. What they say comes in one
 * line, interleaved. One reader; closing stops what still runs. The line is bounded by what the context holds.
 */
public final class Choices implements AutoCloseable {

    private sealed interface Event {}

    private record Spoken(Said said) implements Event {}

    private record Broken(Throwable failure) implements Event {}

    private final List<Speaking> speakers;
    private final AnswerSlots.Held slots;
    private final Cancellation cancellation;
    private final BlockingQueue<Event> line = new LinkedBlockingQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private Optional<Said> first = Optional.empty();
    private int ended;

    private Choices(List<Speaking> speakers, AnswerSlots.Held slots, Cancellation cancellation) {
        this.speakers = List.copyOf(speakers);
        this.slots = slots;
        this.cancellation = cancellation;
    }

    /** Starts to answer. Each slot is given back when nothing is left to do in it. */
    static Choices start(List<Speaking> speakers, AnswerSlots.Held slots, Cancellation cancellation) {
        Choices choices = new Choices(speakers, slots, cancellation);
        int threads = slots.count();
        for (int i = 0; i < threads; i++) {
            Thread.ofVirtual().name("answer-", i).start(choices::work);
        }
        return choices;
    }

    /** How many answers there will be. */
    public int count() {
        return speakers.size();
    }

    /** Waits for the first word, so that what fails before it can still be refused with a status. */
    public Choices awaitFirst() {
        if (first.isEmpty()) {
            first = Optional.of(await());
        }
        return this;
    }

    /** What comes next, waiting for it; empty when all answers have ended. A failure of one is a failure of all. */
    public Optional<Said> next() {
        if (ended == speakers.size()) {
            return Optional.empty();
        }
        Said said = first.orElseGet(this::await);
        first = Optional.empty();
        if (said instanceof Said.End) {
            ended++;
        }
        return Optional.of(said);
    }

    @Override
    public void close() {
        cancellation.cancel();
    }

    private Said await() {
        try {
            return switch (line.take()) {
                case Spoken spoken -> spoken.said();
                case Broken broken -> {
                    cancellation.cancel();
                    if (broken.failure() instanceof RuntimeException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(broken.failure());
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.cancel();
            throw new IllegalStateException("The wait for an answer was interrupted", e);
        }
    }

    private void work() {
        int choice = begun.getAndIncrement();
        while (choice < speakers.size()) {
            Event end = speak(choice);
            choice = end instanceof Broken ? speakers.size() : begun.getAndIncrement();
            if (choice >= speakers.size()) {
                // Before the end is heard: who asks again at once finds the slot free.
                slots.release();
            }
            line.add(end);
        }
    }

    private Event speak(int choice) {
        try {
            return new Spoken(new Said.End(
                    choice,
                    speakers.get(choice)
                            .speak(
                                    cancellation,
                                    (text, tokens) -> line.add(new Spoken(new Said.Text(choice, text, tokens))))));
        } catch (RuntimeException | Error e) {
            return new Broken(e);
        }
    }
}
