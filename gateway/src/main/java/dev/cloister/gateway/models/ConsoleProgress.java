package dev.cloister.gateway.models;

import dev.cloister.inference.catalog.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalLong;

/** A line every few seconds. */
final class ConsoleProgress implements Progress {

    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private long lastLine = System.nanoTime();
    private long lastBytes = -1;

    ConsoleProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void moved(long bytes, OptionalLong total) {
        long now = System.nanoTime();
        if (lastBytes < 0) {
            lastBytes = bytes;
        }
        if (now - lastLine < NANOS_BETWEEN_LINES) {
            return;
        }
        double rate = (bytes - lastBytes) / 1e6 / ((now - lastLine) / 1e9);
        String of = total.isPresent()
                ? " of %s (%d %%)"
                        .formatted(Sizes.text(total.getAsLong()), bytes * 100 / Math.max(1, total.getAsLong()))
                : "";
        line("fetching", "%s%s, %.1f MB/s".formatted(Sizes.text(bytes), of, rate));
        lastLine = now;
        lastBytes = bytes;
    }

    @Override
    public void note(String text) {
        line("model", text);
    }

    private void line(String name, String text) {
        out.printf("  %-12s %s%n", name, text);
    }
}
