package dev.cloister.sandbox.starter;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A sandbox that the starter started: its pipes are this process's own, its end and its ending go by a connection. */
final class StartedProcess extends Process {

    /** What a shell says of a process that SIGKILL ended, which a starter that is no more does to its sandboxes. */
    private static final int KILLED = 137;

    private final SocketChannel channel;
    private final long pid;
    private final OutputStream input;
    private final InputStream output;
    private final InputStream errors;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private volatile boolean destroyed;

    private StartedProcess(
            SocketChannel channel, long pid, OutputStream input, InputStream output, InputStream errors) {
        this.channel = channel;
        this.pid = pid;
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    static StartedProcess follow(SocketChannel channel, Reply.Started started) throws IOException {
        StartedProcess process = new StartedProcess(
                channel,
                started.pid(),
                new BufferedOutputStream(
                        new FileOutputStream(started.pipes().resolve("0").toFile())),
                new BufferedInputStream(
                        new FileInputStream(started.pipes().resolve("1").toFile())),
                new FileInputStream(started.pipes().resolve("2").toFile()));
        process.tell(StarterSession.OPENED);
        Thread.ofVirtual().name("sandbox-" + started.pid()).start(process::awaitEnd);
        return process;
    }

    @Override
    public OutputStream getOutputStream() {
        return input;
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public InputStream getErrorStream() {
        return errors;
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return status.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            status.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int exitValue() {
        if (!status.isDone()) {
            throw new IllegalThreadStateException("the sandbox has not ended");
        }
        return status.join();
    }

    @Override
    public boolean isAlive() {
        return !status.isDone();
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return status.thenApply(ended -> this);
    }

    @Override
    public ProcessHandle toHandle() {
        return ProcessHandle.of(pid).orElseThrow(UnsupportedOperationException::new);
    }

    @Override
    public void destroy() {
        end(StarterSession.END);
    }

    @Override
    public Process destroyForcibly() {
        end(StarterSession.KILL);
        return this;
    }

    /** As Java's own processes do: whoever ends one reads no more of it. */
    private void end(byte how) {
        destroyed = true;
        if (status.isDone()) {
            closeStreams();
            return;
        }
        try {
            tell(how);
        } catch (IOException e) {
            // The starter has gone, and the sandbox with it.
        }
    }

    private void awaitEnd() {
        int ended = KILLED;
        try (channel) {
            if (Reply.of(Frames.read(channel)) instanceof Reply.Ended reply) {
                ended = reply.status();
            }
        } catch (IOException e) {
            // The starter has gone, and the sandbox with it.
        } finally {
            status.complete(ended);
            if (destroyed) {
                closeStreams();
            }
        }
    }

    private void closeStreams() {
        for (Closeable stream : List.of(input, output, errors)) {
            try {
                stream.close();
            } catch (IOException e) {
                // What was not yet written has no reader any more.
            }
        }
    }

    private void tell(byte command) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {command}));
    }
}
