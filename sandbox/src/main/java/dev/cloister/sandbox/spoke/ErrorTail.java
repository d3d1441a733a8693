package dev.cloister.sandbox.spoke;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The last bytes that a spoke wrote to its standard error; the rest is dropped, so that it never blocks or fills up. */
final class ErrorTail {

    private static final int KEPT_BYTES = 2048;

    private byte[] tail = new byte[0];

    /** An app's words stand in the hub's sentence: nothing that formats, links or hides. */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\[\\]<>`*_“”]");

    private static final int LONGEST_SHOWN = 200;

    private ErrorTail() {}

    static ErrorTail follow(String app, InputStream errors) {
        ErrorTail tail = new ErrorTail();
        Thread.ofPlatform().daemon().name("spoke-errors-" + app).start(() -> tail.read(errors));
        return tail;
    }

    /** The last non-empty line for a message, or nothing. */
    synchronized String sentence() {
        String last = new String(tail, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (before, line) -> line);
        String shown = NOT_SHOWN.matcher(last.strip()).replaceAll("");
        return shown.isEmpty()
                ? ""
                : " (its last words: “" + shown.substring(0, Math.min(LONGEST_SHOWN, shown.length())) + "”)";
    }

    private void read(InputStream errors) {
        byte[] chunk = new byte[KEPT_BYTES];
        try {
            for (int length = errors.read(chunk); length >= 0; length = errors.read(chunk)) {
                keep(chunk, length);
            }
        } catch (IOException e) {
            keep(new byte[0], 0);
        }
    }

    private synchronized void keep(byte[] chunk, int length) {
        byte[] all = Arrays.copyOf(tail, tail.length + length);
        System.arraycopy(chunk, 0, all, tail.length, length);
        tail = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_BYTES), all.length);
    }
}
