package dev.cloister.gateway.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder that holds all state of an instance. Nothing is written outside of it.
 *
 * @param root the folder, {@code --home}
 */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** PostgreSQL's binaries and data. */
    public Path database() {
        return root.resolve("db");
    }

    /** GGUF files. */
    public Path models() {
        return root.resolve("models");
    }

    /** Native libraries. */
    public Path natives() {
        return root.resolve("native");
    }

    /** Lucene indexes. */
    public Path index() {
        return root.resolve("index");
    }

    /** This node's identity, its parties, and the snapshots that it offers. */
    public Path federation() {
        return root.resolve("federation");
    }

    /** Secrets, readable by the gateway's user alone. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** What apps keep. */
    public Path spokes() {
        return root.resolve("spokes");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Checkpoints of the audit log. */
    public Path ledger() {
        return root.resolve("ledger");
    }

    /** Sockets and locks of the running instance. */
    public Path run() {
        return root.resolve("run");
    }

    /** Makes the folders, closed to other users. The home itself is root's where root starts the gateway, and made by it. */
    public Home create() {
        try {
            for (Path folder :
                    List.of(root, database(), index(), federation(), keys(), spokes(), logs(), ledger(), run())) {
                Files.createDirectories(folder);
                if (!folder.equals(root) || Files.isWritable(root)) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("The home folder " + root + " cannot be written", e);
        }
    }
}
