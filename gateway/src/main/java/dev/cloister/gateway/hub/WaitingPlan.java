package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A plan that waits for its user, as it is kept: all that is needed to go on with it, and nothing of it is trusted more than
 * when it was kept. Apps are kept by name and digest, and looked up anew.
 *
 * @param question the user's words
 * @param asked what the user is asked
 * @param drafted the arguments that the app drafted
 * @param steps the plan
 * @param leftOver words that no tool does
 * @param results of the steps that are over
 */
public record WaitingPlan(
        String question,
        PermissionRequest asked,
        JsonNode drafted,
        List<Step> steps,
        List<String> leftOver,
        List<Result> results) {

    /** A step; {@code uses} is the number of the step whose result it is given. */
    public record Step(String words, String app, String digest, String tool, Optional<Integer> uses) {}

    /**
     * How a step ended: with a result, or with the reason why it was not done.
     *
     * @param writers who had a hand in the result, by {@code Principal}'s names
     * @param readers who may read it
     */
    public record Result(
            Optional<String> reason,
            JsonNode arguments,
            List<String> saw,
            String text,
            boolean isError,
            List<String> writers,
            List<String> readers) {}

    /**
     * A kept plan and where it stands.
     *
     * @param answer the message that waits to be written
     */
    public record Kept(UUID answer, UUID conversation, UUID account, WaitingPlan plan) {}
}
