package dev.cloister.sandbox.egress.secret;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.audit.EgressRefusal;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.http.Framing;
import dev.cloister.sandbox.egress.http.Header;
import dev.cloister.sandbox.egress.http.HttpRequest;
import dev.cloister.sandbox.egress.http.RequestTarget;
import dev.cloister.sandbox.egress.secret.SecretUse.Place;
import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SpokeSecretsTest {

    private static final String HOST = "api.example.org";
    private static final String VALUE = "sk-live&1234567890";

    private static final SecretUse ANYWHERE_IN_HEADERS =
            new SecretUse("API_KEY", HOST, Optional.empty(), Set.of(Place.HEADER));

    @Test
    void fillsAHeaderInForItsHost() throws EgressRefusal {
        SpokeSecrets secrets = secrets(ANYWHERE_IN_HEADERS);
        String placeholder = placeholder(secrets);

        assertEquals("Bearer " + VALUE, header(secrets, HOST, "Authorization", "Bearer " + placeholder));
        assertEquals(
                "Basic " + base64("user:" + VALUE),
                header(secrets, HOST, "Authorization", "Basic " + base64("user:" + placeholder)));
        assertEquals("Basic !!", header(secrets, HOST, "Authorization", "Basic !!"));
        assertEquals("nothing", header(secrets, "other.example.org", "X-Note", "nothing"));
    }

    @Test
    void refusesAPlaceholderElsewhere() {
        SpokeSecrets secrets = secrets(ANYWHERE_IN_HEADERS);
        String placeholder = placeholder(secrets);

        misplaced(() -> header(secrets, "other.example.org", "X-Key", placeholder));
        misplaced(() -> header(secrets, "other.example.org", "Authorization", "Basic " + base64("a:" + placeholder)));
        misplaced(() -> secrets.fill(request("/a?k=" + placeholder), HOST));
        misplaced(() -> secrets.fill(request("/" + placeholder), HOST));
        misplaced(() -> secrets.fill(placeholder.getBytes(StandardCharsets.US_ASCII), HOST));
        SpokeSecrets oneHeader =
                secrets(new SecretUse("API_KEY", HOST, Optional.of("x-api-key"), Set.of(Place.HEADER)));
        misplaced(() -> header(oneHeader, HOST, "X-Other", placeholder(oneHeader)));
    }

    @Test
    void fillsQueryAndContentInWhereDeclared() throws EgressRefusal {
        SpokeSecrets secrets =
                secrets(new SecretUse("API_KEY", HOST, Optional.empty(), Set.of(Place.QUERY, Place.BODY)));
        String placeholder = placeholder(secrets);

        assertEquals(
                "/a?k=sk-live%261234567890&b",
                secrets.fill(request("/a?k=" + placeholder + "&b"), HOST)
                        .target()
                        .toString());
        assertEquals(
                "{\"k\":\"" + VALUE + "\"}",
                new String(
                        secrets.fill(("{\"k\":\"" + placeholder + "\"}").getBytes(StandardCharsets.US_ASCII), HOST),
                        StandardCharsets.US_ASCII));
        misplaced(() -> header(secrets, HOST, "X-Key", placeholder));
    }

    @Test
    void saysThatAValueIsMissing() {
        SpokeSecrets secrets = SpokeSecrets.draw(List.of(ANYWHERE_IN_HEADERS), Map.of());
        EgressRefusal refusal =
                assertThrows(EgressRefusal.class, () -> header(secrets, HOST, "X-Key", placeholder(secrets)));
        assertEquals(EgressVerdict.SECRET_MISSING, refusal.verdict());
    }

    @Test
    void drawsPlaceholdersAnewAndShowsNoValue() {
        assertNotEquals(placeholder(secrets(ANYWHERE_IN_HEADERS)), placeholder(secrets(ANYWHERE_IN_HEADERS)));
        assertFalse(new SecretValue(VALUE).toString().contains("live"));
        for (String text : List.of("short", "with space 12345", "line\r\nbreak12345", "é234567890")) {
            assertThrows(SandboxException.class, () -> new SecretValue(text));
        }
    }

    private interface Step {
        Object run() throws EgressRefusal;
    }

    private static void misplaced(Step step) {
        EgressRefusal refusal = assertThrows(EgressRefusal.class, step::run);
        assertEquals(EgressVerdict.SECRET_MISPLACED, refusal.verdict());
    }

    private static String header(SpokeSecrets secrets, String host, String name, String value) throws EgressRefusal {
        HttpRequest request =
                new HttpRequest("GET", RequestTarget.read("/"), List.of(new Header(name, value)), new Framing.None());
        return secrets.fill(request, host).headers().getFirst().value();
    }

    private static HttpRequest request(String target) throws EgressRefusal {
        return new HttpRequest("GET", RequestTarget.read(target), List.of(), new Framing.None());
    }

    private static SpokeSecrets secrets(SecretUse use) {
        return SpokeSecrets.draw(List.of(use), Map.of("API_KEY", new SecretValue(VALUE)));
    }

    private static String placeholder(SpokeSecrets secrets) {
        return Objects.requireNonNull(secrets.environment().get("API_KEY"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
