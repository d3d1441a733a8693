package dev.cloister.sandbox.policy;

import java.util.Locale;
import java.util.Optional;

/** What a rule says of a call, the strictest first. */
public enum PolicyAction {
    /** The call is not made. */
    FORBID,
    /** The user is asked at this very call, whatever was granted before. */
    ASK,
    /** The user is not asked, where the tool neither reads nor changes anything of theirs. */
    ALLOW;

    /** The word in a policy file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PolicyAction> of(String word) {
        for (PolicyAction action : values()) {
            if (action.word().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
