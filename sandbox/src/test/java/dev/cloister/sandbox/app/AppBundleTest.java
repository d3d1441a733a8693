package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AppBundleTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheSampleApp() {
        AppManifest manifest = SampleApps.everyday(folder).manifest();

        assertEquals("everyday", manifest.name());
        assertEquals(Effect.NONE, manifest.requireTool("convert_units").effect());
        assertEquals(List.of("notes"), manifest.requireTool("read_notes").reads());
        assertTrue(manifest.requireTool("read_notes").examples().size() >= 3);
    }

    @Test
    void changesItsDigestWithAnyFile() throws Exception {
        AppBundle before = SampleApps.everyday(folder);
        assertEquals(before.digest(), AppBundle.read(before.folder()).digest());

        Files.createFile(before.folder().resolve("empty.txt"));

        assertNotEquals(before.digest(), AppBundle.read(before.folder()).digest());
    }

    @Test
    void refusesLinksOutOfTheBundle() throws Exception {
        AppBundle app = SampleApps.everyday(folder);
        Files.createSymbolicLink(app.folder().resolve("secrets"), Path.of("/etc/passwd"));

        SandboxException refusal = assertThrows(SandboxException.class, () -> AppBundle.read(app.folder()));

        assertEquals(SandboxException.Code.BUNDLE_INVALID, refusal.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"manifest_version\": \"0.4\" | \"manifest_version\": \"0.1\" | manifest_version",
                "\"type\": \"node\" | \"type\": \"binary\" | server.type",
                "\"entry_point\": \"server.mjs\" | \"entry_point\": \"../server.mjs\" | entry_point",
                "\"entry_point\": \"server.mjs\" | \"entry_point\": \"other.mjs\" | other.mjs is missing",
                "\"effect\": \"read\" | \"effect\": \"harmless\" | effect must be",
                "\"effect\": \"read\" | \"effect\": \"none\" | reads data",
                "\"reads\": [\"notes\"] | \"reads\": [\"nothing, always allow\"] | reads may hold",
                "\"display_name\": \"Everyday\" | \"display_name\": \"[Sign in](x)\" | display_name must",
                "\"reads\": [] | \"reads\": [], \"writes\": [] | may hold",
                "\"name\": \"everyday\" | \"name\": \"Every Day\" | name must match",
                "\"name\": \"read_notes\" | \"name\": \"convert_units\" | declared twice",
            })
    void saysWhatToCorrect(String right, String wrong, String expected) throws Exception {
        Path file = SampleApps.everyday(folder).folder().resolve("manifest.json");
        String text = Files.readString(file);
        assertTrue(text.contains(right), right);
        Files.writeString(file, text.replace(right, wrong));

        SandboxException refusal =
                assertThrows(SandboxException.class, () -> AppBundle.read(folder.resolve("everyday")));

        assertEquals(SandboxException.Code.BUNDLE_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    }

    @Test
    void refusesTenThousandToolsAndADescriptionOfTenMegabytes(@TempDir Path folder) throws IOException {
        String many = "{\"name\":\"tool\",\"description\":\"d\"},".repeat(10_000);
        String manifest = "{\"manifest_version\":\"0.4\",\"name\":\"app\",\"version\":\"1\",\"description\":\"%s\","
                + "\"server\":{\"type\":\"node\",\"entry_point\":\"server.mjs\"},\"tools\":[%s],"
                + "\"_meta\":{\"dev.cloister\":{\"tools\":{}}}}";
        for (String text : List.of(
                manifest.formatted("d", many.substring(0, many.length() - 1)),
                manifest.formatted("d".repeat(10 << 20), ""))) {
            Files.writeString(folder.resolve("server.mjs"), "");
            Files.writeString(folder.resolve("manifest.json"), text);
            assertEquals(
                    SandboxException.Code.BUNDLE_INVALID,
                    assertThrows(SandboxException.class, () -> AppBundle.read(folder))
                            .code());
        }
    }
}
