package dev.cloister.gateway.mcp.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A message of a client. Answers are none: this server asks nothing. */
public sealed interface Incoming {

    /** What it is about, such as {@code tools/list}. */
    String method();

    /** An object; empty where there was none. */
    ObjectNode params();

    /** Wants an answer. */
    record Request(JsonNode id, String method, ObjectNode params) implements Incoming {}

    /** Wants none. */
    record Notification(String method, ObjectNode params) implements Incoming {}
}
