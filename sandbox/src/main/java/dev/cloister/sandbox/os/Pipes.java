package dev.cloister.sandbox.os;

import java.lang.ProcessBuilder.Redirect;

/**
 * Where a sandbox's three standard streams lead.
 *
 * @param input what it reads
 * @param output what it writes
 * @param errors what it writes of errors
 */
public record Pipes(Redirect input, Redirect output, Redirect errors) {

    /** To the process that starts it, which is what {@link Process} has streams for. */
    public static final Pipes OF_PROCESS = new Pipes(Redirect.PIPE, Redirect.PIPE, Redirect.PIPE);
}
