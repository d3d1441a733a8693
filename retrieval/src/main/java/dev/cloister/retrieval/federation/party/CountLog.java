package dev.cloister.retrieval.federation.party;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When something happened, by whom, in a file that only grows: an instant, a key and a note a line, none of which holds a space.
 * One process writes, any may read. Not for several threads at once.
 */
final class CountLog implements AutoCloseable {

    private static final int FIELDS = 3;

    private final FileChannel channel;
    private final Map<String, List<Instant>> counted;

    private CountLog(FileChannel channel, Map<String, List<Instant>> counted) {
        this.channel = channel;
        this.counted = counted;
    }

    /** Opens it to be written, which one process does at a time. */
    static CountLog open(Path file) throws IOException {
        Map<String, List<Instant>> counted = read(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("another node counts there");
        }
        return new CountLog(channel, counted);
    }

    /** What stands in it, by key. A line that a crash cut off is passed over: what it counts was never done. */
    static Map<String, List<Instant>> read(Path file) throws IOException {
        Map<String, List<Instant>> counted = new HashMap<>();
        if (!Files.exists(file)) {
            return counted;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] parts = line.split(" ", -1);
            if (parts.length != FIELDS) {
                continue;
            }
            try {
                counted.computeIfAbsent(parts[1], key -> new ArrayList<>()).add(Instant.parse(parts[0]));
            } catch (DateTimeException e) {
                continue;
            }
        }
        return counted;
    }

    /** Of all keys; not to be changed. */
    Map<String, List<Instant>> counted() {
        return counted;
    }

    /** Writes a line, which is on the disk when this returns. */
    void add(Instant when, String key, String note) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap(("\n" + when + " " + key + " " + note + "\n").getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
        counted.computeIfAbsent(key, one -> new ArrayList<>()).add(when);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
