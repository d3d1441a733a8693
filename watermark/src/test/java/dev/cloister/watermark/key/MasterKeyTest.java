package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class MasterKeyTest {

    private static final MarkName NAME = new MarkName("acme", "mail", "green-list", 0, "ab");

    @TempDir
    private Path home;

    @Test
    void createsAFileThatOnlyItsOwnerMayReadAndReadsTheSameKeyAgain() throws Exception {
        Path file = home.resolve("keys").resolve("master.key");
        MarkKey first = MarkKey.derive(MasterKey.openOrCreate(file), NAME);
        assertEquals(first, MarkKey.derive(MasterKey.openOrCreate(file), NAME));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(home.resolve("keys"))) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void concurrentFirstStartsAgreeOnOneKey() {
        Path file = home.resolve("master.key");
        List<MarkKey> keys = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> MarkKey.derive(MasterKey.openOrCreate(file), NAME))
                .distinct()
                .toList();
        assertEquals(1, keys.size());
    }

    @Test
    void refusesAFileThatOthersMayRead() throws Exception {
        Path file = home.resolve("master.key");
        MasterKey.openOrCreate(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        WatermarkException refusal = assertThrows(WatermarkException.class, () -> MasterKey.openOrCreate(file));
        assertEquals(WatermarkException.Code.MASTER_KEY_INVALID, refusal.code());
    }

    @Test
    void refusesATruncatedFileAndLeavesItAsItIs() throws Exception {
        Path file = home.resolve("master.key");
        MasterKey.openOrCreate(file).close();
        Files.write(file, new byte[31]);
        assertThrows(WatermarkException.class, () -> MasterKey.openOrCreate(file));
        assertEquals(31, Files.size(file));
    }

    @Test
    void derivesNothingOnceClosed() {
        MasterKey master = MasterKey.of(new byte[MasterKey.BYTES]);
        master.close();
        assertThrows(IllegalStateException.class, () -> MarkKey.derive(master, NAME));
    }

    @Test
    void showsNoSecretAsText() {
        byte[] secret = new byte[MasterKey.BYTES];
        Arrays.fill(secret, (byte) 0x5a);
        MarkKey key = MarkKey.of(secret);
        assertFalse(MasterKey.of(secret).toString().contains("5a5a"));
        assertFalse(key.toString().contains(HexFormat.of().formatHex(secret)));
        assertTrue(key.toString().contains(key.id()));
    }

    @Test
    void aWrappedFileIsNothingWithoutItsWrappingKey() throws Exception {
        Path file = home.resolve("master.key");
        Path wrapping = key("wrapping.key", 1);
        MarkKey before = MarkKey.derive(MasterKey.openOrCreate(file), NAME);
        byte[] plain = Files.readAllBytes(file);
        assertEquals(before, MarkKey.derive(MasterKey.openOrCreate(file, Optional.of(wrapping)), NAME));
        byte[] wrapped = Files.readAllBytes(file);
        assertFalse(HexFormat.of().formatHex(wrapped).contains(HexFormat.of().formatHex(plain)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(before, MarkKey.derive(MasterKey.openOrCreate(file, Optional.of(wrapping)), NAME));
        refused(file, Optional.empty());
        refused(file, Optional.of(key("other.key", 2)));
        refused(file, Optional.of(home.resolve("missing.key")));
        wrapped[20] ^= 1;
        Files.write(file, wrapped);
        refused(file, Optional.of(wrapping));
        assertEquals(HexFormat.of().formatHex(wrapped), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }

    private Path key(String name, int content) throws Exception {
        Path file = home.resolve(name);
        byte[] key = new byte[MasterKey.BYTES];
        Arrays.fill(key, (byte) content);
        Files.write(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static void refused(Path file, Optional<Path> wrapping) {
        WatermarkException refusal =
                assertThrows(WatermarkException.class, () -> MasterKey.openOrCreate(file, wrapping));
        assertEquals(WatermarkException.Code.MASTER_KEY_INVALID, refusal.code());
    }
}
