package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.tls.SpokeAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a sandbox sees of its way out: the socket, the authority's certificate, and what teaches Node.js to use them. The
 * folder lies in one that only Cloister may enter, so that no other process of this machine finds the socket.
 *
 * @param outer the closed folder
 */
public record EgressFolder(Path outer) {

    /** Where it is mounted. */
    public static final Path INSIDE = Path.of("/egress");

    private static final String SOCKET = "proxy.sock";
    private static final String CERTIFICATE = "ca.pem";
    private static final String NODE = "node.cjs";

    /** Settings that programs inside find it by. */
    static final Map<String, String> ENVIRONMENT = Map.of(
            "CLOISTER_EGRESS", INSIDE.resolve(SOCKET).toString(),
            "NODE_EXTRA_CA_CERTS", INSIDE.resolve(CERTIFICATE).toString(),
            "NODE_OPTIONS", "--require=" + INSIDE.resolve(NODE));

    static EgressFolder make(SpokeAuthority authority) {
        try {
            EgressFolder folder = new EgressFolder(Files.createTempDirectory("egress"));
            Files.createDirectory(folder.mounted());
            Files.setPosixFilePermissions(folder.mounted(), PosixFilePermissions.fromString("rwxr-xr-x"));
            folder.write(CERTIFICATE, authority.pem().getBytes(StandardCharsets.US_ASCII));
            try (InputStream script = Objects.requireNonNull(EgressFolder.class.getResourceAsStream(NODE))) {
                folder.write(NODE, script.readAllBytes());
            }
            return folder;
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Code.EGRESS_FAILED,
                    "The way out of an app's cell could not be made. The app was not started. Check that the folder for"
                            + " temporary files can be written.",
                    e);
        }
    }

    Path mounted() {
        return outer.resolve("s");
    }

    Path socket() {
        return mounted().resolve(SOCKET);
    }

    /** Lets the sandbox's user connect, which takes the right to write. */
    void openSocket() throws IOException {
        Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    void delete() {
        try {
            for (Path path :
                    List.of(socket(), mounted().resolve(CERTIFICATE), mounted().resolve(NODE), mounted(), outer)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + outer + " cannot be deleted", e);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = mounted().resolve(name);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }
}
