package dev.cloister.gateway.marks;

import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

@ExtendWith(SharedGateway.class)
class CheckedInputIT {

    /** What nobody marked, in many shapes. */
    private static final List<String> TEXTS = List.of(
            "a",
            "the ".repeat(20_000),
            "\u0001\ufffd\uffff".repeat(500),
            "for (int i = 0; i < n; i++) { sum += a[i] * b[i]; }\n".repeat(40),
            "{\"name\": \"value\", \"list\": [1, 2, 3], \"nested\": {\"a\": null}}\n".repeat(40),
            "Архивариус повесил пальто на крюк, зажёг лампу и прочёл список. ".repeat(30),
            "档案管理员把外套挂在钩子上，点亮了长桌上的灯，然后读了清单。".repeat(60),
            "Der Archivar hing seinen Mantel auf. The keeper lit the lamp. Il lut la longue liste. ".repeat(30),
            "\u202e\u200b\ufeff\u2066".repeat(3_000),
            "e\u0301\u0302\u0303".repeat(3_000),
            noise());

    @Test
    void whatNobodyMarkedIsNeverCalledMarked(Visitor visitor) {
        for (String text : TEXTS) {
            Response response = detect(visitor, text);
            assertEquals(200, response.statusCode(), () -> text.substring(0, 1) + ": " + response.asString());
            response.then().body("verdict", not(equalTo("marked")));
        }
    }

    @Test
    void noTextAndTooMuchTextAreRefused(Visitor visitor) {
        detect(visitor, "a\u0000b").then().statusCode(400).body("detail", containsString("U+0000"));
        for (String nothing : List.of("", " \n\t ")) {
            detect(visitor, nothing).then().statusCode(400).body("code", equalTo("INVALID_REQUEST"));
        }
        detect(visitor, "long ".repeat(300_000)).then().statusCode(413).body("code", equalTo("TOO_LARGE"));
        visitor.page()
                .contentType(ContentType.JSON)
                .body("{\"text\": 7, \"more\": true}")
                .post("/api/watermark/detect")
                .then()
                .statusCode(400);
        visitor.page()
                .contentType(ContentType.JSON)
                .body("")
                .post("/api/watermark/detect")
                .then()
                .statusCode(400);
    }

    @Test
    void aHundredMegabytesLeaveTheGatewayStanding(Visitor visitor) {
        String huge = "x".repeat(100_000_000);
        int status = visitor.page()
                .contentType(ContentType.JSON)
                .body("{\"text\": \"" + huge + "\"}")
                .post("/api/watermark/detect")
                .statusCode();
        assertEquals(413, status);
        detect(visitor, "Still here?").then().statusCode(200);
    }

    private static Response detect(Visitor visitor, String text) {
        return visitor.page()
                .contentType("application/json; charset=utf-8")
                .body(Map.of("text", text))
                .post("/api/watermark/detect");
    }

    private static String noise() {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append((char) random.nextInt(1, 0xd7ff));
        }
        return text.toString();
    }
}
