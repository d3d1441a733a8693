package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.util.List;
import java.util.Map;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ResponsesIT {

    private static final String PATH = "responses";

    @Test
    void goesOnFromAnEarlierResponseAsIfAllHadBeenSent(Visitor visitor) {
        Program program = Program.of(visitor);
        JsonNode first = program.ask(
                PATH, Program.fields("input", "My name is Ada.", "temperature", 0, "max_output_tokens", 20));
        String said = first.at("/output/0/content/0/text").textValue();
        Map<String, Object> next = Program.fields("temperature", 0, "max_output_tokens", 20);
        next.put("input", "What is my name?");
        next.put("previous_response_id", first.get("id").textValue());
        JsonNode second = program.ask(PATH, next);
        assertEquals(first.get("id"), second.get("previous_response_id"));
        JsonNode sent = program.ask(
                "chat/completions",
                Program.fields(
                        "temperature",
                        0,
                        "max_tokens",
                        20,
                        "messages",
                        List.of(
                                Map.of("role", "user", "content", "My name is Ada."),
                                Map.of("role", "assistant", "content", said),
                                Map.of("role", "user", "content", "What is my name?"))));
        assertEquals(sent.at("/choices/0/message/content"), second.at("/output/0/content/0/text"));
        assertEquals(sent.at("/usage/prompt_tokens"), second.at("/usage/input_tokens"));
    }

    @Test
    void tellsEachStepInOrder(Visitor visitor) {
        List<JsonNode> events = Program.of(visitor)
                .data(PATH, Program.fields("input", "Say hello.", "max_output_tokens", 8, "seed", 2))
                .stream()
                .map(Program::parse)
                .toList();
        List<String> types = events.stream()
                .map(event -> event.get("type").textValue())
                .distinct()
                .toList();
        assertEquals(
                List.of(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done"),
                types.subList(0, types.size() - 1));
        assertTrue(List.of("response.completed", "response.incomplete").contains(types.getLast()), types.getLast());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i, events.get(i).get("sequence_number").intValue());
            text.append(events.get(i).path("delta").asText());
        }
        assertEquals(
                text.toString(),
                events.getLast().at("/response/output/0/content/0/text").textValue());
    }

    @Test
    void keepsAResponseForItsOwnerAloneUntilItIsDeleted(Visitor visitor) {
        Program program = Program.of(visitor);
        Program stranger = Program.of(visitor.newcomer("eve"));
        JsonNode made = program.ask(PATH, Program.fields("input", "Say hello.", "max_output_tokens", 4));
        String address = "/v1/responses/" + made.get("id").textValue();
        assertEquals(
                made,
                Program.parse(visitor.program(program.token())
                        .get(address)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()));
        visitor.program(program.token())
                .get(address + "/input_items")
                .then()
                .statusCode(200)
                .body("data[0].content[0].text", equalTo("Say hello."), "has_more", equalTo(false));
        visitor.program(stranger.token()).get(address).then().statusCode(404);
        visitor.program(stranger.token())
                .urlEncodingEnabled(false)
                .get(PATH + "/%00")
                .then()
                .statusCode(404);
        visitor.program(stranger.token()).get(address + "/input_items").then().statusCode(404);
        visitor.program(stranger.token()).delete(address).then().statusCode(404);
        stranger.refused(
                        PATH,
                        Program.fields(
                                "input",
                                "And?",
                                "previous_response_id",
                                made.get("id").textValue()),
                        400)
                .body("error.code", equalTo("PREVIOUS_RESPONSE_NOT_FOUND"));
        visitor.program(program.token()).delete(address).then().statusCode(200).body("deleted", equalTo(true));
        visitor.program(program.token()).get(address).then().statusCode(404);
        program.refused(
                        PATH,
                        Program.fields(
                                "input",
                                "And?",
                                "previous_response_id",
                                made.get("id").textValue()),
                        400)
                .body("error.param", equalTo("previous_response_id"));
    }

    @Test
    void keepsNothingWhereThatIsAsked(Visitor visitor) {
        Program program = Program.of(visitor);
        JsonNode made = program.ask(PATH, Program.fields("input", "Hi", "max_output_tokens", 2, "store", false));
        visitor.program(program.token())
                .get("/v1/responses/" + made.get("id").textValue())
                .then()
                .statusCode(404);
    }

    @Test
    void theHubRespondsToo(Visitor visitor) {
        Program program = Program.of(visitor);
        Map<String, Object> request = Program.fields("input", "What is a lighthouse?", "max_output_tokens", 6);
        request.put("model", "cloister");
        JsonNode made = program.ask(PATH, request);
        assertEquals("cloister", made.get("model").textValue());
        assertEquals(6, made.at("/usage/output_tokens").intValue());
        request.put("tools", List.of(Map.of("type", "function", "name", "f")));
        program.refused(PATH, request, 400).body("error.param", equalTo("tools"));
    }
}
