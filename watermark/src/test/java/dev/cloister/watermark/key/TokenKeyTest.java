package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A master key on a token of SoftHSM, in a process of its own: the library reads its settings from the environment. */
final class TokenKeyTest {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String PIN = "1234";

    @TempDir
    private Path folder;

    @BeforeEach
    void makeToken() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(LIBRARY), "SoftHSM is not installed");
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + folder.resolve("tokens"));
        Files.writeString(folder.resolve("token.cfg"), """
                name = CloisterTest
                library = %s
                slotListIndex = 0
                attributes(*, CKO_SECRET_KEY, *) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                }
                """.formatted(LIBRARY));
        run("softhsm2-util", "--init-token", "--free", "--label", "test", "--pin", PIN, "--so-pin", "5678");
    }

    @Test
    void theTokenKeepsTheKeyAndGivesTheSameMarks() throws IOException, InterruptedException {
        String first = derived(PIN);
        assertEquals(16, first.length(), first);
        assertEquals(first, derived(PIN));
        assertTrue(derived("9999").contains("MASTER_KEY_INVALID"));
        assertEquals(first, derived(PIN), "a wrong PIN changed nothing");
    }

    @Test
    void aTokenThatIsNotThereIsTold() throws IOException {
        Path configuration = folder.resolve("missing.cfg");
        Files.writeString(configuration, "name = Missing\nlibrary = " + folder.resolve("missing.so") + "\n");
        WatermarkException refusal = assertThrows(
                WatermarkException.class, () -> MasterKey.onToken(configuration, PIN.toCharArray(), "marks"));
        assertEquals(WatermarkException.Code.MASTER_KEY_INVALID, refusal.code());
    }

    private String derived(String pin) throws IOException, InterruptedException {
        return run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TokenKeyTest.class.getName(),
                folder.resolve("token.cfg").toString(),
                pin);
    }

    /** Prints the public name of a key that is derived on the token, or the code of the refusal. */
    public static void main(String[] arguments) {
        try (MasterKey master = MasterKey.onToken(Path.of(arguments[0]), arguments[1].toCharArray(), "marks")) {
            System.out.println(MarkKey.derive(master, new MarkName("acme", "mail", "green-list", 0, "ab"))
                    .id());
        } catch (WatermarkException e) {
            System.out.println(e.code());
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        List<String> words = List.of(command);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }
}
