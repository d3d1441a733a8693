package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BundleArchiveTest {

    @TempDir
    private Path work;

    @Test
    void givesBackWhatWasPackedAndAlwaysTheSameBytes() throws IOException {
        AppBundle app = SampleApps.everyday(work);
        byte[] once = packed(app.folder());
        assertArrayEquals(once, packed(app.folder()));

        BundleStore store = new BundleStore(work.resolve("store"));
        AppBundle added = store.add(file(once)).bundle();

        assertEquals(app.digest(), added.digest());
        assertEquals(app.digest(), store.add(file(once)).bundle().digest(), "a second time is no error");
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        store.export(added.digest(), exported);
        assertArrayEquals(once, exported.toByteArray());
    }

    @Test
    void leavesHiddenFilesOfADevelopersFolderOut() throws IOException {
        AppBundle app = SampleApps.everyday(work);
        Files.createDirectories(app.folder().resolve(".git"));
        Files.writeString(app.folder().resolve(".git/config"), "secret");
        Files.createSymbolicLink(app.folder().resolve(".env"), Path.of("/etc/passwd"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleArchive.packSource(app.folder(), out);

        BundleArchive.unpack(file(out.toByteArray()), work.resolve("out"));

        try (Stream<Path> files = Files.list(work.resolve("out"))) {
            assertEquals(2, files.count());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../out.txt",
                "/etc/cloister",
                "a/../../out.txt",
                "a/./b",
                "a//b",
                "a\\..\\..\\out.txt",
                "C:/out.txt",
                "a\u0000b",
                "a\u202Eb",
                "a\nb",
                "trailing.",
                "trailing ",
                "..",
            })
    void refusesNamesThatMeanAnotherFile(String name) throws IOException {
        refused(archive(zip -> entry(zip, name, "x".getBytes(StandardCharsets.UTF_8), 0100644)));
        try (Stream<Path> files = Files.walk(work)) {
            assertFalse(files.anyMatch(path -> path.getFileName().toString().contains("out.txt")));
        }
    }

    @Test
    void refusesNamesThatAreTooLong() throws IOException {
        refused(archive(zip -> entry(zip, "a/".repeat(150) + "b", new byte[1], 0100644)));
    }

    @Test
    void refusesLinksAndSpecialFiles() throws IOException {
        for (int mode : new int[] {0120777, 0020644, 0060644, 0010644, 0140644}) {
            refused(archive(zip -> entry(zip, "link", "/etc/passwd".getBytes(StandardCharsets.UTF_8), mode)));
        }
    }

    @Test
    void refusesTwoNamesOfOneFile() throws IOException {
        for (String other : new String[] {"server.mjs", "SERVER.mjs", "\uFF53erver.mjs"}) {
            refused(archive(zip -> {
                entry(zip, "server.mjs", new byte[1], 0100644);
                entry(zip, other, new byte[1], 0100644);
            }));
        }
        refused(archive(zip -> {
            entry(zip, "a", new byte[1], 0100644);
            entry(zip, "a/b", new byte[1], 0100644);
        }));
        refused(archive(zip -> {
            entry(zip, "a/b", new byte[1], 0100644);
            entry(zip, "a", new byte[1], 0100644);
        }));
    }

    @Test
    void refusesABombBeforeItFillsTheDisk() throws IOException {
        byte[] zeros = new byte[16 << 20];
        byte[] bomb = archive(zip -> {
            for (int i = 0; i < 20; i++) {
                entry(zip, "zeros" + i, zeros, 0100644);
            }
        });
        assertTrue(bomb.length < 1 << 20);
        SandboxException refusal = refused(bomb);
        assertTrue(refusal.getMessage().contains("128 MiB"), refusal.getMessage());
        try (Stream<Path> files = Files.walk(work.resolve("out"))) {
            assertTrue(files.filter(Files::isRegularFile)
                            .mapToLong(path -> path.toFile().length())
                            .sum()
                    <= 128L << 20);
        }
    }

    @Test
    void refusesTooManyFiles() throws IOException {
        refused(archive(zip -> {
            for (int i = 0; i < 5_001; i++) {
                entry(zip, "f" + i, new byte[0], 0100644);
            }
        }));
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] good = packed(SampleApps.everyday(work).folder());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            byte[] bad =
                    random.nextInt(4) == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int j = random.nextInt(8); j >= 0 && bad.length > 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Path target = Files.createDirectory(work.resolve("damaged" + i));
            try {
                BundleArchive.unpack(file(bad), target);
            } catch (SandboxException e) {
                assertEquals(SandboxException.Code.BUNDLE_INVALID, e.code(), "seed " + seed);
            }
        }
    }

    @FunctionalInterface
    private interface Content {
        void write(ZipArchiveOutputStream zip) throws IOException;
    }

    private SandboxException refused(byte[] archive) throws IOException {
        Path target = work.resolve("out");
        BundleStore.delete(target);
        Files.createDirectory(target);
        Path packed = file(archive);
        SandboxException refusal = assertThrows(SandboxException.class, () -> BundleArchive.unpack(packed, target));
        assertEquals(SandboxException.Code.BUNDLE_INVALID, refusal.code());
        return refusal;
    }

    private static byte[] archive(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            content.write(zip);
        }
        return out.toByteArray();
    }

    private static void entry(ZipArchiveOutputStream zip, String name, byte[] content, int mode) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
    }

    private static byte[] packed(Path folder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleArchive.pack(folder, out);
        return out.toByteArray();
    }

    private Path file(byte[] content) throws IOException {
        Path file = work.resolve("archive.mcpb");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
        }
        return file;
    }
}
