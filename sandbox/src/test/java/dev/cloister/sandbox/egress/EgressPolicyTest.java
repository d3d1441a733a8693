package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.json.Json;
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

class EgressPolicyTest {

    @Test
    void readsRulesAndSecrets() {
        EgressPolicy policy = read("""
                {"egress": [
                   {"host": "api.example.org", "methods": ["GET", "POST"], "paths": ["/v1/*", "/status"]},
                   {"host": "*.example.net", "port": 8443},
                   {"host": "printer", "scheme": "http"}],
                 "secrets": {"API_KEY": {"host": "api.example.org", "header": "x-api-key"},
                             "TOKEN": {"host": "api.example.org", "in": ["query", "body"]}}}""");

        assertEquals(
                List.of(
                        "GET, POST https://api.example.org /v1/*, /status",
                        "all methods https://*.example.net:8443 all paths",
                        "all methods http://printer all paths"),
                policy.rules().stream().map(EgressRule::line).toList());
        assertEquals(
                List.of(
                        new SecretUse(
                                "API_KEY", "api.example.org", Optional.of("x-api-key"), Set.of(SecretUse.Place.HEADER)),
                        new SecretUse(
                                "TOKEN",
                                "api.example.org",
                                Optional.empty(),
                                Set.of(SecretUse.Place.QUERY, SecretUse.Place.BODY))),
                policy.secrets());
        assertTrue(read("{}").isEmpty());
    }

    @Test
    void allowsWhatIsNamedAndNothingElse() {
        EgressPolicy policy = read(
                "{\"egress\": [{\"host\": \"api.example.org\", \"methods\": [\"GET\"], \"paths\": [\"/v1/*\", \"/status\"]},"
                        + "{\"host\": \"*.example.net\"}]}");

        EgressRule rule = policy.about("api.example.org", 443).getFirst();
        assertTrue(rule.allows("GET", "/v1/x/y"));
        assertTrue(rule.allows("GET", "/status"));
        assertFalse(rule.allows("POST", "/v1/x"));
        assertFalse(rule.allows("GET", "/v1"));
        assertFalse(rule.allows("GET", "/v10"));
        assertFalse(rule.allows("GET", "/status/x"));
        assertEquals(List.of(), policy.about("api.example.org", 80));
        assertEquals(List.of(), policy.about("xapi.example.org", 443));
        assertEquals(1, policy.about("a.b.example.net", 443).size());
        assertEquals(List.of(), policy.about("example.net", 443));
        assertEquals(List.of(), policy.about("badexample.net", 443));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"egress\": {}}",
                "{\"egress\": [1]}",
                "{\"egress\": [{}]}",
                "{\"egress\": [{\"host\": \"*\"}]}",
                "{\"egress\": [{\"host\": \"*.org\"}]}",
                "{\"egress\": [{\"host\": \"a.*.org\"}]}",
                "{\"egress\": [{\"host\": \"127.0.0.1\"}]}",
                "{\"egress\": [{\"host\": \"Example.org\"}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"port\": 0}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"port\": 70000}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"port\": \"443\"}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"scheme\": \"ftp\"}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"methods\": [\"TRACE\"]}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"methods\": [\"get\"]}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"methods\": []}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"paths\": [\"v1\"]}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"paths\": [\"/*/x\"]}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"paths\": [\"/a/../b\"]}]}",
                "{\"egress\": [{\"host\": \"example.org\", \"path\": [\"/\"]}]}",
                "{\"secrets\": {\"API_KEY\": {\"host\": \"example.org\"}}}",
                "{\"egress\": [{\"host\": \"example.org\"}], \"secrets\": {\"API_KEY\": {\"host\": \"other.org\"}}}",
                "{\"egress\": [{\"host\": \"example.org\"}], \"secrets\": {\"api\": {\"host\": \"example.org\"}}}",
                "{\"egress\": [{\"host\": \"example.org\"}], \"secrets\": {\"NODE_OPTIONS\": {\"host\": \"example.org\"}}}",
                "{\"egress\": [{\"host\": \"example.org\"}], \"secrets\": {\"LD_PRELOAD\": {\"host\": \"example.org\"}}}",
                "{\"egress\": [{\"host\": \"*.a.org\"}], \"secrets\": {\"API_KEY\": {\"host\": \"*.a.org\"}}}",
                "{\"egress\": [{\"host\": \"a.org\"}], \"secrets\": {\"API_KEY\": {\"host\": \"a.org\", \"in\": [\"path\"]}}}",
                "{\"egress\": [{\"host\": \"a.org\"}], \"secrets\": {\"API_KEY\": {\"host\": \"a.org\", \"value\": \"x\"}}}",
            })
    void refusesWhatItDoesNotKnow(String block) {
        SandboxException refusal = assertThrows(SandboxException.class, () -> read(block));
        assertTrue(
                Set.of(SandboxException.Code.EGRESS_INVALID, SandboxException.Code.MESSAGE_INVALID)
                        .contains(refusal.code()),
                refusal.getMessage());
    }

    private static EgressPolicy read(String block) {
        return EgressPolicy.read(Json.parseObject(block));
    }
}
