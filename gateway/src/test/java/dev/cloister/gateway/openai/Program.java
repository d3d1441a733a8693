package dev.cloister.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A program with a token, as it speaks to {@code /v1}. */
record Program(Visitor owner, String token) {

    static final String MODEL = "smollm2-135m-instruct";

    /** The model's token that ends its turn: forbidden where an answer must not end early. */
    static final String END_OF_TURN = "2";

    static final ObjectMapper JSON = new ObjectMapper();

    static Program of(Visitor owner) {
        return new Program(owner, owner.newToken());
    }

    /** A request's fields: the model and what is given. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new HashMap<>(Map.of("model", MODEL));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** The same for a chat with one message. */
    static Map<String, Object> chat(String words, Object... namesAndValues) {
        Map<String, Object> fields = fields(namesAndValues);
        fields.put("messages", List.of(Map.of("role", "user", "content", words)));
        return fields;
    }

    Response send(String path, Object body) {
        return owner.program(token).contentType(ContentType.JSON).body(body).post("/v1/" + path);
    }

    /** The answer to a request that is served. */
    JsonNode ask(String path, Object body) {
        return parse(send(path, body).then().statusCode(200).extract().asString());
    }

    ValidatableResponse refused(String path, Object body, int status) {
        return send(path, body).then().statusCode(status);
    }

    /** The data of all events of a streamed answer, whose end is marked. */
    List<JsonNode> stream(String path, Map<String, Object> body) {
        List<String> data = data(path, body);
        assertEquals("[DONE]", data.removeLast());
        return data.stream().map(Program::parse).toList();
    }

    /** The data of all events. */
    List<String> data(String path, Map<String, Object> body) {
        Map<String, Object> streamed = new HashMap<>(body);
        streamed.put("stream", true);
        String events = send(path, streamed).then().statusCode(200).extract().asString();
        return new ArrayList<>(events.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList());
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
