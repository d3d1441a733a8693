package dev.cloister.sandbox.egress;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ServerSocketFactory;

/** A real server on a loopback port that keeps the heads of all requests and answers as its test says. */
public final class TestHost implements AutoCloseable {

    private final ServerSocket server;
    private final Answer answer;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /** Answers one request, byte by byte. */
    public interface Answer {
        void to(String head, InputStream in, OutputStream out) throws IOException;
    }

    /** @param sockets with TLS or without */
    public TestHost(ServerSocketFactory sockets, Answer answer) {
        try {
            this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.answer = answer;
        Thread.ofVirtual().start(this::serve);
    }

    /** Answers with that content and its length. */
    public static Answer saying(String content) {
        return (head, in, out) -> out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                        + content.length() + "\r\n\r\n" + content)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Answers with the head that it got. */
    public static Answer echo() {
        return (head, in, out) -> saying(head).to(head, in, out);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The heads of all requests that arrived. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            heads.add(head.toString());
            OutputStream out = socket.getOutputStream();
            answer.to(head.toString(), in, out);
            out.flush();
        } catch (IOException e) {
            // The other side ended first, as some tests have it.
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
