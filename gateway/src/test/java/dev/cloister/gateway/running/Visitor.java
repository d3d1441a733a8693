package dev.cloister.gateway.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static io.restassured.RestAssured.given;

/**
 * A person with a browser: signed in, with the session's cookie and the page's header.
 *
 * @param gateway where
 * @param home the gateway's home
 * @param name the account
 * @param password its password
 * @param cookie the session's cookie
 */
public record Visitor(GatewayProcess gateway, Path home, String name, String password, String cookie) {

    private static final String VERSIONS = "/api/app-versions";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static Visitor signIn(GatewayProcess gateway, Path home, String name, String password) {
        Response response = given().baseUri(gateway.uri().toString())
                .contentType(ContentType.JSON)
                .body(Map.of("name", name, "password", password))
                .post("/api/session");
        response.then().statusCode(200);
        return new Visitor(gateway, home, name, password, response.cookie("cloister_session"));
    }

    /** A request from the page. */
    public RequestSpecification page() {
        return given().baseUri(gateway.uri().toString())
                .cookie("cloister_session", cookie)
                .header("X-Cloister-Request", "1");
    }

    /** A request with nothing but the address. */
    public RequestSpecification stranger() {
        return given().baseUri(gateway.uri().toString());
    }

    /** A request with an API token. */
    public RequestSpecification program(String token) {
        return given().baseUri(gateway.uri().toString()).header("Authorization", "Bearer " + token);
    }

    public String newToken() {
        return page().contentType(ContentType.JSON)
                .body(Map.of("name", "test"))
                .post("/api/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    /**
     * Registers and approves an app.
     *
     * @return its digest
     */
    public String install(String app, byte[] archive) {
        String digest = page().contentType("application/zip")
                .body(archive)
                .post(VERSIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("digest");
        String version = VERSIONS + "/" + app + "/" + digest;
        String seen = page().get(version).path("tools");
        page().queryParam("tools", seen).post(version + "/approve").then().statusCode(200);
        return digest;
    }

    /** Someone else with an account of their own. */
    public Visitor newcomer(String account) {
        return newcomer(account, "user");
    }

    /** Someone else with that role. */
    public Visitor newcomer(String account, String role) {
        GatewayProcess.Result made =
                GatewayProcess.run("account", home, GatewayProcess.downloads(), 1, account, "--role", role);
        if (made.status() != 0) {
            throw new IllegalStateException(made.output());
        }
        return signIn(
                gateway,
                home,
                account,
                made.output().lines().reduce((before, last) -> last).orElseThrow());
    }

    public String newConversation() {
        return page().post("/api/conversations")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Says something and listens to the answer as it arrives. */
    public EventReader say(String conversation, String text) {
        return say(conversation, text, List.of());
    }

    /** The same, to be answered from those collections alone where there are any. */
    public EventReader say(String conversation, String text, List<String> collections) {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/conversations/" + conversation + "/messages"))
                .header("Content-Type", "application/json")
                .header("Cookie", "cloister_session=" + cookie)
                .header("X-Cloister-Request", "1")
                .POST(HttpRequest.BodyPublishers.ofString(json(text, collections)))
                .build();
        return EventReader.open(HTTP, request);
    }

    /** Listens to an answer that is already being made. */
    public EventReader listen(String conversation) {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/conversations/" + conversation + "/events"))
                .header("Cookie", "cloister_session=" + cookie)
                .build();
        return EventReader.open(HTTP, request);
    }

    public JsonPath conversation(String id) {
        return page().get("/api/conversations/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public URI uri(String path) {
        return gateway.uri().resolve(path);
    }

    private static String json(String text, List<String> collections) {
        try {
            return new ObjectMapper().writeValueAsString(Map.of("text", text, "collections", collections));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
