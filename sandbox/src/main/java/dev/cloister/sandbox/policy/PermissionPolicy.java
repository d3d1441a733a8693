package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which decisions may be taken and what follows from those that were.
 *
 * <p>Security guarantees: a tool whose effect cannot be undone is asked for at every call, whatever a page offers or a
 * stored grant says; a grant holds for one bundle digest and one tool.
 */
public final class PermissionPolicy {

    private PermissionPolicy() {}

    /** The decisions that a user is offered for this tool, the mildest first. */
    public static List<Decision> choices(ToolManifest tool) {
        return tool.effect() == Effect.IRREVERSIBLE
                ? List.of(Decision.DENY, Decision.ONCE)
                : List.of(Decision.DENY, Decision.ONCE, Decision.CHAT, Decision.ALWAYS);
    }

    /**
     * The grant that is to be kept after a decision; none after DENY and ONCE.
     *
     * @throws SandboxException with DECISION_REFUSED where the decision is not among the tool's choices
     */
    public static Optional<Grant> grant(AppBundle app, String toolName, Decision decision, String chat) {
        ToolManifest tool = app.manifest().requireTool(toolName);
        if (!choices(tool).contains(decision)) {
            throw new SandboxException(
                    SandboxException.Code.DECISION_REFUSED,
                    "What the tool \"" + toolName
                            + "\" does cannot be undone, so it is asked for at every call. Nothing"
                            + " was granted. Answer with one of " + choices(tool) + ".");
        }
        return decision == Decision.CHAT || decision == Decision.ALWAYS
                ? Optional.of(new Grant(app.digest(), toolName, decision, chat))
                : Optional.empty();
    }

    /** The kept grant that makes asking unnecessary, where there is one. */
    public static Optional<Grant> standing(AppBundle app, String toolName, String chat, Collection<Grant> grants) {
        ToolManifest tool = app.manifest().requireTool(toolName);
        return grants.stream()
                .filter(grant -> grant.bundleDigest().equals(app.digest()))
                .filter(grant -> grant.tool().equals(toolName))
                .filter(grant -> choices(tool).contains(grant.decision()))
                .filter(grant -> grant.decision() == Decision.ALWAYS
                        || (grant.decision() == Decision.CHAT && grant.chat().equals(chat)))
                .findFirst();
    }
}
