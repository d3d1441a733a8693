package dev.cloister.gateway.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** A person with the page, signed in: asks, and consents once to what an app asks for. */
final class ChatVisit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI gateway;
    private final String cookie;

    private ChatVisit(HttpClient http, URI gateway, String cookie) {
        this.http = http;
        this.gateway = gateway;
        this.cookie = cookie;
    }

    static ChatVisit signIn(URI gateway, String name, String password) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> response = new ChatVisit(http, gateway, "")
                .post("/api/session", Map.of("name", name, "password", password), BodyHandlers.ofString());
        String cookie = response.headers().firstValue("Set-Cookie").orElse("");
        return new ChatVisit(http, gateway, cookie.split(";", 2)[0]);
    }

    /** Asks in a new conversation and waits for the end of the answer. */
    void ask(String text) {
        String conversation = tree(post("/api/conversations", Map.of(), BodyHandlers.ofString())
                        .body())
                .path("id")
                .textValue();
        HttpResponse<Stream<String>> response =
                post("/api/conversations/" + conversation + "/messages", Map.of("text", text), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            follow(lines.iterator());
        }
    }

    /** Server-sent events: a line with the name, then one with the data. */
    private void follow(Iterator<String> lines) {
        String event = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                String data = line.substring(6);
                switch (event) {
                    case "permission" -> consent(tree(data).path("id").textValue());
                    case "error" -> throw new IllegalStateException("The gateway answered with an error: " + data);
                    case "done" -> {
                        return;
                    }
                    default -> {}
                }
            }
        }
        throw new IllegalStateException("The gateway's answer ended early");
    }

    private void consent(String request) {
        post("/api/permissions/requests/" + request, Map.of("decision", "once"), BodyHandlers.discarding());
    }

    private <T> HttpResponse<T> post(String path, Map<String, String> body, BodyHandler<T> handler) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                    .header("Content-Type", "application/json")
                    .header("X-Cloister-Request", "1")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (!cookie.isEmpty()) {
                request.header("Cookie", cookie);
            }
            HttpResponse<T> response = http.send(request.build(), handler);
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException("The gateway answered " + path + " with " + response.statusCode());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException("The gateway did not answer " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the gateway answered", e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The gateway's answer is no JSON: " + json, e);
        }
    }
}
