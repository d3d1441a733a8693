package dev.cloister.gateway.marks;

import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

@ExtendWith(SharedGateway.class)
class WatermarkIT {

    @Test
    void aChatAnswerIsMarked(Visitor visitor) {
        try (EventReader events = visitor.say(
                visitor.newConversation(),
                "Write three long paragraphs about the history of gardens and why people love them.")) {
            String text = events.until("done").data().at("/message/text").textValue();
            detect(visitor, text).body("verdict", equalTo("marked"), "pValue", lessThan(1e-4f));
        }
    }

    @Test
    void anAnswerOfTheBareModelIsMarked(Visitor visitor) {
        String text = visitor.program(visitor.newToken())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "model",
                        "smollm2-135m-instruct",
                        "max_tokens",
                        400,
                        "messages",
                        List.of(Map.of("role", "user", "content", "Write a long story about a fox."))))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200)
                .extract()
                .path("choices[0].message.content");
        detect(visitor, text).body("verdict", equalTo("marked"));
    }

    @Test
    void aHumanTextIsNot(Visitor visitor) throws IOException {
        detect(visitor, humanText()).body("verdict", equalTo("not_found"));
    }

    @Test
    void aShortTextSaysNothing(Visitor visitor) {
        detect(visitor, "Yes, that is right.").body("verdict", equalTo("insufficient"));
    }

    @Test
    void strangersHearTheVerdictAloneAndNotTooOften(Visitor visitor) throws IOException {
        String text = humanText();
        visitor.stranger()
                .contentType(ContentType.JSON)
                .body(Map.of("text", text))
                .post("/api/watermark/verify")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("not_found"), "size()", equalTo(1));
        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            statuses.add(visitor.stranger()
                    .contentType(ContentType.JSON)
                    .body(Map.of("text", "Short."))
                    .post("/api/watermark/verify")
                    .statusCode());
        }
        assertEquals(Set.of(200, 429), statuses);
    }

    @Test
    void strangersMayNotSeeScores(Visitor visitor) {
        visitor.stranger()
                .contentType(ContentType.JSON)
                .body(Map.of("text", "x"))
                .post("/api/watermark/detect")
                .then()
                .statusCode(401)
                .body("verdict", not("marked"));
    }

    private static ValidatableResponse detect(Visitor visitor, String text) {
        return visitor.page()
                .contentType(ContentType.JSON)
                .body(Map.of("text", text))
                .post("/api/watermark/detect")
                .then()
                .statusCode(200);
    }

    private static String humanText() throws IOException {
        try (InputStream text = WatermarkIT.class.getResourceAsStream("/human-text.md")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
