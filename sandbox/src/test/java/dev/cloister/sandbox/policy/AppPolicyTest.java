package dev.cloister.sandbox.policy;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.egress.EgressPolicy;
import dev.cloister.sandbox.json.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AppPolicyTest {

    private static final AppPolicy POLICY = AppPolicy.read("""
            {"rules": [
              {"tool": "pay", "action": "forbid", "priority": 10, "message": "Above 100 the bank pays.",
               "when": {"properties": {"amount": {"exclusiveMinimum": 100}}, "required": ["amount"]}},
              {"tool": "pay", "action": "allow", "when": {"properties": {"to": {"const": "ada"}}, "required": ["to"]}},
              {"tool": "*", "action": "ask", "priority": -1}
            ]}""");

    @Test
    void theGreatestPriorityDecidesOnArguments() {
        ToolManifest pay = tool("pay", Effect.NONE);
        assertTrue(POLICY.judge(pay, Json.parseObject("{\"to\":\"ada\",\"amount\":5}"))
                .allows());
        assertTrue(POLICY.judge(pay, Json.parseObject("{\"to\":\"bob\",\"amount\":5}"))
                .asks());
        PolicyVerdict much = POLICY.judge(pay, Json.parseObject("{\"to\":\"ada\",\"amount\":100.5}"));
        assertTrue(much.forbids());
        assertEquals("Above 100 the bank pays.", much.message());
        assertTrue(POLICY.judge(tool("other", Effect.READ), Json.object()).asks());
        assertEquals(PolicyVerdict.SILENT, AppPolicy.NONE.judge(pay, Json.object()));
    }

    @Test
    void theProposalOfADenialAllowsAskingForThatCallAndNoOther() {
        ToolManifest pay = tool("pay", Effect.WRITE);
        Json.Obj call = Json.parseObject("{\"to\":\"ada\",\"amount\":101,\"note\":{\"a\":[1,null,\"x\"]}}");
        AppPolicy wider = POLICY.with(POLICY.judge(pay, call).proposal().orElseThrow());
        AppPolicy again = AppPolicy.read(wider.text());
        assertTrue(again.judge(pay, call).asks());
        assertTrue(again.judge(pay, call.with("more", "x")).forbids());
        assertTrue(again.judge(pay, call.with("to", "eve")).forbids());
    }

    @Property
    void neverAllowsWhatTouchesTheUsersData(
            @ForAll("policies") AppPolicy policy, @ForAll Effect effect, @ForAll("calls") Json.Obj call) {
        PolicyVerdict verdict = policy.judge(tool("pay", effect), call);
        assertFalse(verdict.allows() && effect != Effect.NONE);
    }

    @Property
    void oneMoreStrictRuleOfTheHighestPriorityNeverWidens(
            @ForAll("policies") AppPolicy policy, @ForAll("calls") Json.Obj call, @ForAll("conditions") String when) {
        PolicyRule strict =
                new PolicyRule("pay", 99, PolicyAction.FORBID, Optional.of(Json.parseObject(when)), Set.of(), "");
        PolicyVerdict before = policy.judge(tool("pay", Effect.NONE), call);
        PolicyVerdict after = policy.with(strict).judge(tool("pay", Effect.NONE), call);
        assertTrue(after.forbids() || after.equals(before));
    }

    @Property
    void isReadAgainAsItWasWritten(@ForAll("policies") AppPolicy policy) {
        assertEquals(policy, AppPolicy.read(policy.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"rules\": [1]}",
                "{\"rules\": [], \"else\": 1}",
                "{\"mode\": \"off\", \"rules\": []}",
                "{\"rules\": [{\"tool\": \"a\"}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"permit\"}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"priority\": 1.5}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"priority\": 99999999}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": []}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"type\": \"thing\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"minimum\": \"x\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"pattern\": \"(\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"$ref\": \"http://127.0.0.1:9/x\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"$ref\": \"file:///etc/passwd\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"$ref\": \"#/nowhere\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"$ref\": \"#\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"$schema\": \"x\"}}]}",
                "{\"rules\": [{\"tool\": \"a\", \"action\": \"ask\", \"when\": {\"allOf\": [{\"$id\": \"x\"}]}}]}",
            })
    void refusesWhatIsNoPolicy(String text) {
        SandboxException refusal = assertThrows(SandboxException.class, () -> AppPolicy.read(text));
        assertEquals(SandboxException.Code.POLICY_INVALID, refusal.code());
    }

    @Test
    void tellsOfRulesThatDoLessThanTheySeemTo() {
        AppManifest app = new AppManifest(
                "app",
                "App",
                "1",
                "",
                "a.mjs",
                List.of(tool("pay", Effect.WRITE), tool("count", Effect.NONE)),
                List.of(),
                EgressPolicy.NONE);
        AppPolicy policy = AppPolicy.read("""
                {"rules": [
                  {"tool": "payy", "action": "ask"},
                  {"tool": "*", "action": "allow"},
                  {"tool": "count", "action": "ask", "priority": 5},
                  {"tool": "count", "action": "forbid", "when": {"required": ["x"]}}
                ]}""");
        List<String> remarks = policy.remarks(app);
        assertEquals(
                List.of(
                        "Rule 1 names no tool of this app.",
                        "Rule 2 allows nothing for pay: what reads or changes something of the user's is always the user's"
                                + " to allow.",
                        "Rule 4 never decides: rule 3 always comes first."),
                remarks);
    }

    @Provide
    Arbitrary<String> conditions() {
        return Arbitraries.of(
                "{}",
                "{\"required\":[\"amount\"]}",
                "{\"properties\":{\"amount\":{\"minimum\":3}}}",
                "{\"properties\":{\"to\":{\"enum\":[\"ada\",\"bob\"]}},\"required\":[\"to\"]}",
                "{\"not\":{\"required\":[\"to\"]}}");
    }

    @Provide
    Arbitrary<AppPolicy> policies() {
        Arbitrary<PolicyRule> rules = Combinators.combine(
                        Arbitraries.of("pay", "other", "*"),
                        Arbitraries.integers().between(-5, 5),
                        Arbitraries.of(PolicyAction.class),
                        conditions().optional(),
                        Arbitraries.of("", "No."))
                .as((tool, priority, action, when, message) ->
                        new PolicyRule(tool, priority, action, when.map(Json::parseObject), Set.of(), message));
        return Combinators.combine(
                        Arbitraries.of(AppPolicy.Mode.class), rules.list().ofMaxSize(6))
                .as(AppPolicy::new);
    }

    @Provide
    Arbitrary<Json.Obj> calls() {
        return Arbitraries.of(
                        "{}",
                        "{\"to\":\"ada\"}",
                        "{\"to\":\"eve\",\"amount\":2}",
                        "{\"amount\":5}",
                        "{\"to\":1,\"amount\":\"5\"}")
                .map(Json::parseObject);
    }

    private static ToolManifest tool(String name, Effect effect) {
        return new ToolManifest(name, "", List.of(), effect, List.of(), Optional.empty());
    }
}
