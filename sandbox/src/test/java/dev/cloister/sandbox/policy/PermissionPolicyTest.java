package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.egress.EgressPolicy;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PermissionPolicyTest {

    @Property
    void offersNoStandingGrantForWhatCannotBeUndone(@ForAll Effect effect) {
        List<Decision> choices = PermissionPolicy.choices(tool(effect));

        assertTrue(choices.containsAll(List.of(Decision.DENY, Decision.ONCE)));
        assertEquals(effect != Effect.IRREVERSIBLE, choices.contains(Decision.ALWAYS));
        assertEquals(effect != Effect.IRREVERSIBLE, choices.contains(Decision.CHAT));
    }

    @Property
    void refusesAStandingGrantForWhatCannotBeUndoneHoweverItIsAskedFor(@ForAll Decision decision) {
        AppBundle app = app(Effect.IRREVERSIBLE, "digest");
        if (decision == Decision.CHAT || decision == Decision.ALWAYS) {
            SandboxException refusal =
                    assertThrows(SandboxException.class, () -> PermissionPolicy.grant(app, "tool", decision, "chat"));
            assertEquals(SandboxException.Code.DECISION_REFUSED, refusal.code());
        } else {
            assertEquals(Optional.empty(), PermissionPolicy.grant(app, "tool", decision, "chat"));
        }
    }

    @Property
    void honoursAGrantWithinItsBoundsOnly(
            @ForAll Effect effect,
            @ForAll Decision decision,
            @ForAll boolean sameBundle,
            @ForAll boolean sameTool,
            @ForAll boolean sameChat) {
        Grant stored = new Grant(
                sameBundle ? "digest" : "other", sameTool ? "tool" : "other", decision, sameChat ? "chat" : "other");

        boolean stands = PermissionPolicy.standing(app(effect, "digest"), "tool", "chat", List.of(stored))
                .isPresent();

        boolean bounds = sameBundle && sameTool && effect != Effect.IRREVERSIBLE;
        assertEquals(bounds && (decision == Decision.ALWAYS || (decision == Decision.CHAT && sameChat)), stands);
    }

    private static AppBundle app(Effect effect, String digest) {
        return new AppBundle(
                Path.of("app"),
                new AppManifest("app", "App", "1", "", "server.mjs", List.of(tool(effect)), EgressPolicy.NONE),
                digest);
    }

    private static ToolManifest tool(Effect effect) {
        return new ToolManifest("tool", "", List.of(), effect, List.of());
    }
}
