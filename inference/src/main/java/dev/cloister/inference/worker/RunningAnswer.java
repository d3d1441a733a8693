package dev.cloister.inference.worker;

import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.session.Answer;
import dev.cloister.inference.session.AnswerListener;
import java.util.Optional;
import java.util.function.Consumer;

/** An answer on its way to the socket. It may be cancelled before the scheduler knows it. */
final class RunningAnswer implements AnswerListener {

    private final Consumer<Message> replies;
    private final Runnable atEnd;
    private Optional<Answer> answer = Optional.empty();
    private boolean cancelled;

    RunningAnswer(Consumer<Message> replies, Runnable atEnd) {
        this.replies = replies;
        this.atEnd = atEnd;
    }

    synchronized void attach(Answer started) {
        answer = Optional.of(started);
        if (cancelled) {
            started.cancel();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        answer.ifPresent(Answer::cancel);
    }

    @Override
    public void token(GeneratedToken token) {
        replies.accept(new Message.Token(token));
    }

    @Override
    public void done(Completion completion) {
        atEnd.run();
        replies.accept(new Message.Done(completion));
    }

    @Override
    public void failed(EngineException failure) {
        atEnd.run();
        replies.accept(Message.Failed.of(failure));
    }
}
