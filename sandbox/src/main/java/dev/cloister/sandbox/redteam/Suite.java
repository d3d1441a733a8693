package dev.cloister.sandbox.redteam;

import java.util.List;

/**
 * A kind of attack, with its places in OWASP's lists: the Top 10 for LLM Applications (edition of 2025) and the Top 10 for
 * Agentic Applications (2026).
 */
public enum Suite {
    DIRECT_INJECTION("Direct injection", "the user pastes what somebody else wrote", "LLM01", "ASI01"),
    INDIRECT_INJECTION("Indirect injection", "a tool's result gives orders", "LLM01", "ASI01"),
    TOOL_POISONING("Tool poisoning", "a tool's description gives orders", "LLM03", "ASI04"),
    RUG_PULL("Rug pull", "an app changes after it was approved", "LLM03", "ASI04"),
    EXFILTRATION(
            "Exfiltration", "an app that read data carries it out: network, names, files, arguments", "LLM02", "ASI02"),
    CONFUSED_DEPUTY("Confused deputy", "an app has another act for it", "LLM06", "ASI03"),
    CONSENT_FATIGUE("Consent fatigue", "an app asks until somebody nods", "LLM06", "ASI09"),
    ESCALATION("Escalation over turns", "each turn prepares the next", "LLM01", "ASI06"),
    BENIGN("No attack", "the same apps and nobody who attacks: what is refused here is refused without a reason");

    private final String title;
    private final String what;
    private final List<String> owasp;

    Suite(String title, String what, String... owasp) {
        this.title = title;
        this.what = what;
        this.owasp = List.of(owasp);
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** What the attacker does. */
    public String what() {
        return what;
    }

    /** Its places in OWASP's lists; empty where nobody attacks. */
    public String owasp() {
        return String.join(", ", owasp);
    }
}
