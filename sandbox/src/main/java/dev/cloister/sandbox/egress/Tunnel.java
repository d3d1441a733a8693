package dev.cloister.sandbox.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/** Carries bytes to and fro that only the app and the host can read. */
final class Tunnel {

    private static final int BUFFER = 16 << 10;

    private Tunnel() {}

    /** Carries until the host has ended, or one side fails; what is read from the app ends with the app's connection. */
    static void carry(InputStream fromApp, OutputStream toApp, Socket host, EgressLimits limits, Trace trace)
            throws IOException {
        OutputStream toHost = new MeteredOutput(host.getOutputStream(), trace.sent(), limits.sent());
        AtomicReference<IOException> failure = new AtomicReference<>(new IOException("the tunnel broke off"));
        Thread.ofVirtual().name("egress-out").start(() -> outwards(fromApp, toHost, host, failure));
        try {
            pump(host.getInputStream(), new MeteredOutput(toApp, trace.received(), limits.received()));
        } catch (IOException e) {
            throw host.isClosed() ? failure.get() : e;
        }
    }

    private static void outwards(
            InputStream fromApp, OutputStream toHost, Socket host, AtomicReference<IOException> failure) {
        try {
            pump(fromApp, toHost);
            host.shutdownOutput();
        } catch (IOException e) {
            failure.set(e);
            try {
                host.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
        }
    }

    private static void pump(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
