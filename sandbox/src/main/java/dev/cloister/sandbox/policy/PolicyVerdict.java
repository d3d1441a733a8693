package dev.cloister.sandbox.policy;

import java.util.Optional;

/**
 * What a policy says of one call.
 *
 * @param action what is to be done; absent where no rule fits, and then what the user granted decides
 * @param rule the rule that decided
 * @param message what to tell the user where the call is forbidden
 * @param proposal where a call is forbidden, the narrowest rule that would let the user decide on this very call
 */
public record PolicyVerdict(
        Optional<PolicyAction> action, Optional<PolicyRule> rule, String message, Optional<PolicyRule> proposal) {

    /** No rule fits. */
    static final PolicyVerdict SILENT = new PolicyVerdict(Optional.empty(), Optional.empty(), "", Optional.empty());

    /** Whether the call must not be made. */
    public boolean forbids() {
        return action.filter(PolicyAction.FORBID::equals).isPresent();
    }

    /** Whether the user must be asked at this very call. */
    public boolean asks() {
        return action.filter(PolicyAction.ASK::equals).isPresent();
    }

    /** Whether the user need not be asked. */
    public boolean allows() {
        return action.filter(PolicyAction.ALLOW::equals).isPresent();
    }
}
