package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.egress.EgressPolicy;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.label.Label;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

class RulingTest {

    private static final Ruling.Ask EACH_TIME = new Ruling.Ask(List.of(Decision.ONCE));
    private static final Ruling.Ask FREELY = new Ruling.Ask(List.of(Decision.ONCE, Decision.CHAT, Decision.ALWAYS));

    @Property
    void whatCannotBeUndoneIsAskedForEachTimeWhateverStands(
            @ForAll boolean carries, @ForAll boolean asked, @ForAll boolean allowed) {
        AppPolicy policy =
                allowed ? AppPolicy.read("{\"rules\": [{\"tool\": \"*\", \"action\": \"allow\"}]}") : AppPolicy.NONE;
        assertEquals(EACH_TIME, Ruling.on(call(Effect.IRREVERSIBLE, carries, asked), policy, granting("other", "")));
    }

    @Property
    void aChangeInWhichAnAppHasAHandIsAskedForEachTime(@ForAll boolean carries, @ForAll boolean asked) {
        Ruling ruling = Ruling.on(call(Effect.WRITE, carries, asked), AppPolicy.NONE, granting("other", ""));
        assertEquals(carries || asked ? EACH_TIME : new Ruling.Proceed("granted"), ruling);
    }

    @Property
    void nothingIsDoneUnaskedWithoutAGrantOrARule(
            @ForAll Effect effect, @ForAll boolean carries, @ForAll boolean asked) {
        assertInstanceOf(Ruling.Ask.class, Ruling.on(call(effect, carries, asked), AppPolicy.NONE, granting()));
    }

    @Test
    void aGrantCoversAnotherAppsValuesOnlyWhereItWasGivenForThatApp() {
        Call carrying = call(Effect.READ, true, false);
        assertEquals(FREELY, Ruling.on(carrying, AppPolicy.NONE, granting("")));
        assertEquals(FREELY, Ruling.on(carrying, AppPolicy.NONE, granting("", "third")));
        assertEquals(new Ruling.Proceed("granted"), Ruling.on(carrying, AppPolicy.NONE, granting("", "other")));
        assertEquals(FREELY, Ruling.on(carrying, AppPolicy.NONE, granting("other")));
    }

    @Test
    void aGrantForAnAppsRequestsIsNoneForTheUsersOwnNorForItsValues() {
        Call asked = call(Effect.READ, false, true);
        assertEquals(FREELY, Ruling.on(asked, AppPolicy.NONE, granting("", "other")));
        assertEquals(new Ruling.Proceed("granted"), Ruling.on(asked, AppPolicy.NONE, granting("asked by other")));
        assertEquals(FREELY, Ruling.on(call(Effect.READ, false, false), AppPolicy.NONE, granting("asked by other")));
        assertEquals(FREELY, Ruling.on(call(Effect.READ, true, false), AppPolicy.NONE, granting("", "asked by other")));
    }

    @Test
    void aChangeAmongSeveralWishesIsAskedForEachTime() {
        Call write = call(Effect.WRITE, false, false);
        assertEquals(new Ruling.Proceed("granted"), Ruling.on(write, AppPolicy.NONE, granting("")));
        Call cut = new Call(write.app(), write.tool(), write.arguments(), List.of(), Optional.empty(), false);
        assertEquals(EACH_TIME, Ruling.on(cut, AppPolicy.NONE, granting("")));
    }

    @Test
    void aRuleAllowsTheUsersOwnWordsAndNothingOfAnotherApp() {
        AppPolicy allows = AppPolicy.read("{\"rules\": [{\"tool\": \"*\", \"action\": \"allow\"}]}");
        assertEquals(new Ruling.Proceed("policy"), Ruling.on(call(Effect.NONE, false, false), allows, granting()));
        assertEquals(FREELY, Ruling.on(call(Effect.NONE, true, false), allows, granting()));
        assertEquals(FREELY, Ruling.on(call(Effect.READ, false, false), allows, granting()));
    }

    @Test
    void rulesMayForbidWhatComesFromAnApp() {
        AppPolicy policy = AppPolicy.read(
                "{\"rules\": [{\"tool\": \"*\", \"action\": \"forbid\", \"from\": [\"other\"], \"message\": \"No.\"}]}");
        assertEquals(
                new Ruling.Forbid("No."), Ruling.on(call(Effect.READ, true, false), policy, granting("", "other")));
        assertEquals(
                new Ruling.Forbid("No."), Ruling.on(call(Effect.READ, false, true), policy, granting("", "other")));
        assertEquals(new Ruling.Proceed("granted"), Ruling.on(call(Effect.READ, false, false), policy, granting("")));
        AppPolicy any = AppPolicy.read("{\"rules\": [{\"tool\": \"*\", \"action\": \"forbid\", \"from\": [\"*\"]}]}");
        assertInstanceOf(Ruling.Forbid.class, Ruling.on(call(Effect.READ, true, false), any, granting("", "other")));
        assertFalse(Ruling.on(call(Effect.READ, false, false), any, granting("")) instanceof Ruling.Forbid);
    }

    private static Call call(Effect effect, boolean carries, boolean asked) {
        ToolManifest tool = new ToolManifest("tool", "", List.of(), effect, List.of(), Optional.empty());
        List<Call.Carried> carried =
                carries ? List.of(new Call.Carried("text", Label.madeBy("other", Label.ofUser()))) : List.of();
        return new Call(
                bundle("app", tool),
                tool,
                Json.object(),
                carried,
                asked ? Optional.of(bundle("other", tool)) : Optional.empty(),
                true);
    }

    private static AppBundle bundle(String name, ToolManifest tool) {
        return new AppBundle(
                Path.of(name),
                new AppManifest(name, name, "1", "", "server.mjs", List.of(tool), List.of(), EgressPolicy.NONE),
                name);
    }

    /** Grants for the tool with what these apps say; an empty name is the tool itself. */
    private static Grants granting(String... from) {
        Set<String> all = Set.of(from);
        return new Grants() {
            @Override
            public boolean covers(String bundleDigest, String tool) {
                return all.contains("");
            }

            @Override
            public boolean covers(String bundleDigest, String tool, String fromApp) {
                return all.contains(fromApp);
            }

            @Override
            public boolean coversRequestsOf(String bundleDigest, String tool, String askingApp) {
                return all.contains("asked by " + askingApp);
            }
        };
    }
}
