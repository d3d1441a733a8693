package dev.cloister.sandbox.mcp;

/** Revisions of the protocol that the client speaks, named by their date. */
public enum ProtocolRevision {
    /** Stateless: each request says in {@code _meta} who asks, and in which revision. */
    V2026_07_28("2026-07-28"),

    /** With a session that {@code initialize} opens. */
    V2025_11_25("2025-11-25");

    private final String date;

    ProtocolRevision(String date) {
        this.date = date;
    }

    /** As {@code protocolVersion} says it. */
    public String date() {
        return date;
    }
}
