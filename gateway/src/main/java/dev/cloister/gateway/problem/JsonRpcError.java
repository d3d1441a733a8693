package dev.cloister.gateway.problem;

/**
 * The error shape of MCP for a request that was refused before its message was read, so that there is no id to answer to
 * (MCP 2026-07-28, basic/transports/streamable-http). The HTTP status is the code, outside the range that JSON-RPC
 * reserves.
 */
record JsonRpcError(String jsonrpc, Body error) {

    /** The one field's content. */
    record Body(int code, String message, Data data) {}

    /** The stable code. */
    record Data(String code) {}

    static JsonRpcError of(Problem problem) {
        return new JsonRpcError(
                "2.0", new Body(problem.status(), problem.title() + " " + problem.detail(), new Data(problem.code())));
    }
}
