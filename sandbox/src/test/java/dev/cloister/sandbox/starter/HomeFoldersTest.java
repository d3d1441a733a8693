package dev.cloister.sandbox.starter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class HomeFoldersTest {

    @TempDir
    private Path temporary;

    @Test
    void givesTheGatewayWhatIsItsAndNothingElse() throws IOException {
        GatewayUser user = Root.gatewayUser();
        Path home = temporary.toRealPath().resolve("home");
        Path foreign = Files.writeString(temporary.resolve("foreign"), "root's");
        Path key = write(home.resolve("keys/signing"));
        Path data = write(home.resolve("db/data/base/1"));
        Path library = write(home.resolve("native/llama/library.so"));
        Path model = write(home.resolve("models/model.gguf"));
        Path strange = write(home.resolve("strange/file"));
        Path link = Files.createSymbolicLink(home.resolve("keys/link"), foreign);
        Path second = Files.createLink(home.resolve("keys/second"), foreign);
        Path folders = Files.createSymbolicLink(home.resolve("db/link"), home.resolve("strange"));

        new HomeFolders(home, user).settle(true);
        new HomeFolders(home, user).settle(true);

        for (Path given : List.of(key, data, data.resolveSibling(""), model, home.resolve("run"))) {
            assertEquals(user.uid(), owner(given), given.toString());
        }
        for (Path kept : List.of(home, library, strange, strange.resolveSibling(""), foreign, link, second, folders)) {
            assertEquals(0, owner(kept), kept.toString());
        }
        assertEquals(0750, (int) Files.getAttribute(home, "unix:mode") & 07777);
        assertEquals(0700, (int) Files.getAttribute(home.resolve("keys"), "unix:mode") & 07777);
    }

    @Test
    void looksAtEachFileWhereItIsToldTo() throws IOException {
        GatewayUser user = Root.gatewayUser();
        Path home = temporary.toRealPath().resolve("home");
        new HomeFolders(home, user).settle(false);
        Path restored = write(home.resolve("spokes/restored"));

        new HomeFolders(home, user).settle(false);
        assertEquals(0, owner(restored));
        new HomeFolders(home, user).settle(true);
        assertEquals(user.uid(), owner(restored));
    }

    private static Path write(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, "x");
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
