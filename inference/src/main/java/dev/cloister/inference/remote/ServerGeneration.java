package dev.cloister.inference.remote;

import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.http.ByteFeed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An answer that streams from a server. Closing it closes the connection, on which servers stop generating. */
final class ServerGeneration implements Generation {

    private static final String DONE = "[DONE]";
    private static final long BYTES_PER_TOKEN = 16 << 10;
    private static final long BYTES_AROUND = 1 << 20;

    private final ServerSettings settings;
    private final ServerFailure failure;
    private final AnswerReader reader;
    private final long mostBytes;
    private final long deadline;
    private final CompletableFuture<HttpResponse<ByteFeed>> response;
    private final Queue<GeneratedToken> ready = new ArrayDeque<>();
    private Optional<EventLines> events = Optional.empty();
    private Optional<Completion> completion = Optional.empty();
    private Optional<EngineException> broken = Optional.empty();
    private volatile boolean closed;

    ServerGeneration(HttpClient client, ServerSettings settings, ServerRequest what, GenerationRequest request) {
        this.settings = settings;
        failure = new ServerFailure(settings);
        reader = new AnswerReader(failure);
        mostBytes =
                BYTES_AROUND + Math.min(request.maxTokens(), settings.limits().contextTokens()) * BYTES_PER_TOKEN;
        deadline = System.nanoTime() + settings.patience().whole().toNanos();
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(settings.address() + what.path()))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .header("User-Agent", "cloister")
                .POST(HttpRequest.BodyPublishers.ofByteArray(what.body()));
        settings.key().get().ifPresent(key -> post.header("Authorization", "Bearer " + key));
        response = client.sendAsync(post.build(), ByteFeed.handler());
    }

    @Override
    public Optional<GeneratedToken> next() {
        if (broken.isPresent()) {
            throw broken.get();
        }
        try {
            while (ready.isEmpty() && completion.isEmpty()) {
                advance();
            }
        } catch (IOException | CancellationException e) {
            end(e);
        } catch (EngineException e) {
            throw breakWith(e);
        }
        return Optional.ofNullable(ready.poll());
    }

    @Override
    public Completion completion() {
        return completion.orElseThrow(() -> new IllegalStateException("the answer is not complete"));
    }

    @Override
    public void close() {
        closed = true;
        response.cancel(true);
        response.thenAccept(answer -> answer.body().close()).exceptionally(cause -> null);
    }

    private void advance() throws IOException {
        if (events.isEmpty()) {
            events = Optional.of(open());
        }
        Duration patience = reader.started()
                ? settings.patience().next()
                : settings.patience().first();
        Optional<String> data = events.get().next(within(patience));
        if (data.isEmpty() || data.get().equals(DONE)) {
            if (!reader.finished()) {
                throw failure.failed("broke off in mid-answer");
            }
            completion = Optional.of(reader.completion());
            close();
            return;
        }
        ready.addAll(reader.read(data.get()));
    }

    private EventLines open() throws IOException {
        HttpResponse<ByteFeed> answer = await();
        if (answer.statusCode() != 200) {
            throw failure.ofStatus(answer);
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/event-stream")) {
            throw failure.failed("does not stream: it sent \"%s\"".formatted(type));
        }
        return new EventLines(answer.body(), mostBytes);
    }

    private HttpResponse<ByteFeed> await() throws IOException {
        try {
            return response.get(within(settings.patience().first()).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure.failed("did not answer in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException || e.getCause() instanceof HttpConnectTimeoutException) {
                throw failure.refused("cannot be reached; see that it runs and to its address");
            }
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the wait was interrupted", e);
        }
    }

    private Duration within(Duration limit) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(limit) < 0 ? left : limit;
    }

    private void end(Exception cause) {
        if (!closed) {
            throw breakWith(new EngineException(
                    EngineException.Code.SERVER_FAILED,
                    String.valueOf(failure.failed("broke off (%s)".formatted(cause.getMessage()))
                            .getMessage()),
                    cause));
        }
        completion = Optional.of(reader.cancelled());
    }

    private EngineException breakWith(EngineException cause) {
        broken = Optional.of(cause);
        close();
        return cause;
    }
}
