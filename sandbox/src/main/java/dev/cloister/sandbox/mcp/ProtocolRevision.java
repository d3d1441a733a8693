package dev.cloister.sandbox.mcp;

/** Revisions of the protocol, named by their date. The client asks one what differs; there is one so far. */
public enum ProtocolRevision {
    /** With a session that {@code initialize} opens. */
    V2025_11_25("2025-11-25", true);

    private final String date;
    private final boolean initializes;

    ProtocolRevision(String date, boolean initializes) {
        this.date = date;
        this.initializes = initializes;
    }

    /** As {@code protocolVersion} says it. */
    public String date() {
        return date;
    }

    /** Whether a session is opened before the first request. */
    public boolean initializes() {
        return initializes;
    }
}
