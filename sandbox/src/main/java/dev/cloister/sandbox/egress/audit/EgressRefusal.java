package dev.cloister.sandbox.egress.audit;

import java.io.IOException;

/** Ends an exchange with a verdict. An {@link IOException}, since it ends a stream; it never leaves the proxy. */
public final class EgressRefusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final EgressVerdict verdict;
    private final String reason;

    /**
     * @param verdict what is written down
     * @param reason a sentence for the app's developer; holds no secret
     */
    public EgressRefusal(EgressVerdict verdict, String reason) {
        super(verdict + ": " + reason);
        this.verdict = verdict;
        this.reason = reason;
    }

    public static EgressRefusal malformed(String reason) {
        return new EgressRefusal(EgressVerdict.MALFORMED, reason);
    }

    public EgressVerdict verdict() {
        return verdict;
    }

    public String reason() {
        return reason;
    }
}
