package dev.cloister.gateway.marks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningLedger;
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
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

@ExtendWith(SharedGateway.class)
class WatermarkIT {

    @Test
    void aChatAnswerIsMarked(Visitor visitor) {
        // A small model may stop early: it is asked until an answer is long enough to prove anything.
        for (int i = 0; i < 6; i++) {
            try (EventReader events = visitor.say(
                    visitor.newConversation(),
                    "Write three long paragraphs about the history of gardens and why people love them.")) {
                String text = events.until("done").data().at("/message/text").textValue();
                ValidatableResponse found = detect(visitor, text);
                if (found.extract().jsonPath().getInt("tokensScored") >= 150) {
                    found.body("verdict", equalTo("marked"), "pValue", lessThan(1e-4f));
                    return;
                }
            }
        }
        fail("the model wrote no long answer");
    }

    @Test
    void anAnswerOfTheBareModelIsMarked(Visitor visitor) {
        aStoryIsMarked(visitor, 1);
    }

    /** Nothing is drawn there that a tournament could choose from: a green list marks, by a key of its own. */
    @Test
    void anAnswerAtTemperatureZeroIsMarked(Visitor visitor) throws IOException {
        aStoryIsMarked(visitor, 0);
        JsonNode last =
                RunningLedger.details(visitor.home(), "answer.requested").getLast();
        assertTrue(last.at("/stages/0").textValue().startsWith("green-list "), last.toString());
    }

    @Test
    void theSchemeThatWasChosenMarks(Visitor visitor) throws IOException {
        Visitor developer = visitor.newcomer("chooser", "developer");
        developer
                .page()
                .contentType(ContentType.JSON)
                .body(Map.of("scheme", "gumbel"))
                .put("/api/marks/policies/chooser")
                .then()
                .statusCode(200);
        aStoryIsMarked(developer, 1);
        assertTrue(RunningLedger.details(visitor.home(), "answer.requested").stream()
                .anyMatch(made -> made.at("/stages/0").asText().startsWith("gumbel ")));
    }

    /** The seed makes the draws, not the key: another home has another mark, so the length varies. */
    private static void aStoryIsMarked(Visitor visitor, double temperature) {
        String token = visitor.newToken();
        StringBuilder stories = new StringBuilder();
        for (String subject :
                List.of("a fox", "a lighthouse", "two brothers", "a lost letter", "the sea", "a market")) {
            String story = visitor.program(token)
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "model",
                            "smollm2-135m-instruct",
                            "max_tokens",
                            300,
                            "seed",
                            stories.length(),
                            "temperature",
                            temperature,
                            "messages",
                            List.of(Map.of("role", "user", "content", "Write a long story about " + subject + "."))))
                    .post("/v1/chat/completions")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("choices[0].message.content");
            stories.append(story).append("\n\n");
            ValidatableResponse found = detect(visitor, stories.toString());
            if (found.extract().jsonPath().getInt("tokensScored") >= 200) {
                found.body("verdict", equalTo("marked"));
                return;
            }
        }
        fail("the model wrote too little");
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
