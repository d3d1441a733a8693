package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of a connection so far, for the log. */
final class Trace {

    private static final int LONGEST_PATH = 512;

    private String host = "";
    private int port;
    private String method = "CONNECT";
    private String path = "";
    private int status;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    synchronized void host(String name, int number) {
        host = name;
        port = number;
    }

    synchronized void request(String requestMethod, String requestPath) {
        method = requestMethod;
        path = requestPath.length() > LONGEST_PATH ? requestPath.substring(0, LONGEST_PATH) : requestPath;
    }

    synchronized void status(int answered) {
        status = answered;
    }

    AtomicLong sent() {
        return sent;
    }

    AtomicLong received() {
        return received;
    }

    synchronized EgressEvent event(EgressVerdict verdict) {
        return new EgressEvent(host, port, method, path, status, sent.get(), received.get(), verdict);
    }
}
