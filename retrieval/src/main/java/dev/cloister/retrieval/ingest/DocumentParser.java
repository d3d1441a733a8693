package dev.cloister.retrieval.ingest;

import dev.cloister.inference.ProcessLauncher;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.ingest.ParserProtocol.Answer;
import dev.cloister.retrieval.ingest.ParserProtocol.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns a file into text: plain text (UTF-8, else Windows-1252), Markdown, PDF, DOCX and HTML. What
 * comes of DOCX and HTML is Markdown, for its headings.
 *
 * <p>Security guarantees: no byte of the file is interpreted in the calling process. Each file gets a fresh process
 * without files, network or inherited environment, with bounded memory, CPU and time; what it answers is read by a
 * strict reader with caps.
 *
 * <p>Safe for use by many threads, which should be platform threads: a call reads from a pipe. Each call costs a process
 * of up to half a gigabyte, so callers bound how many run at once.
 */
public final class DocumentParser {

    /** Largest file that is taken. */
    public static final int MAX_BYTES = ParserProtocol.MAX_CONTENT_BYTES;

    private final ProcessLauncher launcher;
    private final ParserRuntime runtime;

    public DocumentParser(ProcessLauncher launcher, ParserRuntime runtime) {
        this.launcher = launcher;
        this.runtime = runtime;
    }

    /**
     * Reads one file.
     *
     * @param name the file's name; its ending helps to tell the type
     * @throws RetrievalException with {@link Code#DOCUMENT_UNREADABLE}, {@link Code#DOCUMENT_TOO_LARGE} or {@link
     *     Code#DOCUMENT_PARSER_FAILED}
     */
    public DocumentText parse(String name, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw tooLarge(name);
        }
        Answer answer = ask(name, new Request(DocumentType.of(name, content), content));
        return switch (answer.outcome()) {
            case ParserProtocol.PARSED -> DocumentText.ofPages(answer.pages());
            case ParserProtocol.TOO_LARGE -> throw tooLarge(name);
            default ->
                throw new RetrievalException(
                        Code.DOCUMENT_UNREADABLE,
                        "\"" + name
                                + "\" is damaged, encrypted or of another type than its name says; nothing of it was"
                                + " kept. Open it in its own program, save it again as PDF or text, and retry.");
        };
    }

    private Answer ask(String name, Request request) {
        AtomicBoolean late = new AtomicBoolean();
        try {
            Process process = launcher.launch(runtime.process());
            try {
                start(() -> endAfter(runtime.timeout(), process, late));
                start(() -> drain(process.getErrorStream()));
                start(() -> send(process.getOutputStream(), request));
                return ParserProtocol.readAnswer(
                        new DataInputStream(new BufferedInputStream(process.getInputStream())));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.DOCUMENT_PARSER_FAILED,
                    "The parser " + (late.get() ? "took too long over" : "failed on") + " \"" + name
                            + "\"; it was ended and nothing of the file was kept. Save the file again as plain text,"
                            + " or split it, and retry.",
                    e);
        }
    }

    /** Pipes block the thread that reads or writes them, carrier and all: a virtual thread is of no use here. */
    private static void start(Runnable action) {
        Thread.ofPlatform().daemon().name("document-parser").start(action);
    }

    private static void endAfter(Duration timeout, Process process, AtomicBoolean late) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream to, Request request) {
        try (DataOutputStream out = new DataOutputStream(to)) {
            ParserProtocol.write(out, request);
        } catch (IOException ended) {
            // The parser ended before it had read all: the reader of its answer reports that.
        }
    }

    private static void drain(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException ended) {
            // What the parser prints is discarded anyway.
        }
    }

    private static RetrievalException tooLarge(String name) {
        return new RetrievalException(
                Code.DOCUMENT_TOO_LARGE,
                "\"" + name + "\" is over the limit of " + MAX_BYTES / (1024 * 1024) + " MB, "
                        + ParserProtocol.MAX_PAGES + " pages or " + ParserProtocol.MAX_TEXT_BYTES / (1024 * 1024)
                        + " MB of text, or unpacks to far more than its size; nothing of it was kept. Split it and add the parts.");
    }
}
