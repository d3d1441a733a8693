package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.app.Effect;
import java.util.List;
import java.util.Optional;

/** What is to become of a call. */
public sealed interface Ruling {

    /**
     * It is not made.
     *
     * @param message the organisation's words; may be empty
     */
    record Forbid(String message) implements Ruling {}

    /**
     * The user is asked.
     *
     * @param choices what may be answered beside no, the mildest first
     */
    record Ask(List<Decision> choices) implements Ruling {
        public Ask {
            choices = List.copyOf(choices);
        }
    }

    /**
     * It is made without a question.
     *
     * @param why {@code policy} or {@code granted}
     */
    record Proceed(String why) implements Ruling {}

    /**
     * Rules on a call. Deterministic; no model has a say in it.
     *
     * <p>Security guarantees: what the organisation forbids is not asked for; what cannot be undone is asked for at each
     * call; so is a call that changes something where an app had a hand in what it carries, or asks for it, or where
     * the user's words were cut into several wishes; a standing yes
     * covers what another app wrote only where it was given for that app. A rule alone lets no app act that reaches hosts. Where
     * nothing is known the user is asked.
     */
    static Ruling on(Call call, AppPolicy policy, Grants grants) {
        PolicyVerdict verdict = policy.judge(call.tool(), call.arguments(), call.from());
        if (verdict.forbids() && policy.mode() == AppPolicy.Mode.ENFORCE) {
            return new Forbid(verdict.message());
        }
        boolean undoable = call.tool().effect() != Effect.IRREVERSIBLE;
        boolean steered = call.changes() && (!call.from().isEmpty() || !call.alone());
        if (verdict.forbids() || verdict.asks() || steered || !undoable) {
            return new Ask(List.of(Decision.ONCE));
        }
        if (verdict.allows()
                && call.from().isEmpty()
                && call.app().manifest().egress().rules().isEmpty()) {
            return new Proceed("policy");
        }
        String digest = call.app().digest();
        String tool = call.tool().name();
        boolean granted = call.asker()
                        .map(asker -> grants.coversRequestsOf(
                                digest, tool, asker.manifest().name()))
                        .orElseGet(() -> grants.covers(digest, tool))
                && call.writers().stream().allMatch(app -> grants.covers(digest, tool, app));
        return granted ? new Proceed("granted") : new Ask(List.of(Decision.ONCE, Decision.CHAT, Decision.ALWAYS));
    }

    /** The rule that would have let the user decide on a call that the organisation forbids. */
    static Optional<PolicyRule> proposal(Call call, AppPolicy policy) {
        return policy.judge(call.tool(), call.arguments(), call.from()).proposal();
    }
}
