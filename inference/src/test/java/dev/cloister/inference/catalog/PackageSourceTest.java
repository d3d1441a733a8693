package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogEntry.PackagedFile;
import dev.cloister.inference.catalog.CatalogEntry.Terms;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.gguf.GgufBytes;
import dev.cloister.inference.llama.NativeFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Packages come from a folder here instead of a registry; all else is what runs in earnest. */
class PackageSourceTest {

    private static final byte[] FILE = GgufBytes.tinyModel(100);
    private static final String TERMS =
            "<html><article><p>Be <b>kind</b> &amp; fair.</p><script>no</script></article></html>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final List<String> fetched = new ArrayList<>();
    private final Progress silence = new Progress() {
        @Override
        public void moved(long bytes, OptionalLong total) {}

        @Override
        public void note(String line) {}
    };

    @BeforeEach
    void putPackagesOnTheShelf() throws IOException {
        Files.createDirectories(folder.resolve("shelf"));
        pack("part1", "a/one", Arrays.copyOf(FILE, 5000));
        pack("part2", "b/two", Arrays.copyOfRange(FILE, 5000, FILE.length));
        pack("terms", "terms.html", TERMS.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void putsAModelTogetherFromItsPackages() throws IOException {
        PackageSource source = source();
        PackageSource.Page page = source.terms(entry()).orElseThrow();
        assertEquals("Be kind & fair.", PageText.of(page.html()));
        assertEquals(List.of("terms"), fetched);
        ModelFile model = source.add(entry(), Optional.of(page));
        assertEquals(List.of("terms", "part1", "part2"), fetched);
        assertArrayEquals(FILE, Files.readAllBytes(library().path(model)));
        assertEquals("The Terms", model.terms().orElseThrow().title());
        assertEquals(model, library().installed().getFirst());
        assertFalse(Files.exists(folder.resolve("models/tiny.packages")), "the packages are not kept");
        assertEquals(TERMS, Files.readString(folder.resolve("models/tiny.terms.html")));
    }

    @Test
    void fetchesNoWeightsUnlessTheTermsAreAgreedTo() {
        CatalogException refused = assertThrows(CatalogException.class, () -> source().add(entry(), Optional.empty()));
        assertEquals(Code.TERMS_NOT_AGREED, refused.code());
        assertTrue(fetched.isEmpty());
    }

    @Test
    void goesOnWithThePackageThatIsMissing() throws IOException {
        Path second = folder.resolve("shelf/part2.zip");
        byte[] kept = Files.readAllBytes(second);
        Files.delete(second);
        PackageSource source = source();
        Optional<PackageSource.Page> page = source.terms(entry(kept));
        assertThrows(CatalogException.class, () -> source.add(entry(kept), page));
        Files.write(second, kept);
        source.add(entry(kept), page);
        assertEquals(List.of("terms", "part1", "part2", "part2"), fetched);
    }

    @Test
    void refusesAPackageThatIsNotTheAgreedOne() throws IOException {
        CatalogEntry entry = entry();
        pack("part2", "b/two", new byte[100]);
        CatalogException refused =
                assertThrows(CatalogException.class, () -> source().add(entry, source().terms(entry)));
        assertEquals(Code.CHECKSUM_MISMATCH, refused.code());
        assertTrue(library().installed().isEmpty());
    }

    @Test
    void leavesAFileAloneThatLiesWhereItsOwnBelongs() throws IOException {
        CatalogEntry entry = entry();
        PackageSource source = source();
        Optional<PackageSource.Page> page = source.terms(entry);
        Path other = Files.write(folder.resolve("models").resolve(entry.file()), new byte[] {1});
        CatalogException refused = assertThrows(CatalogException.class, () -> source.add(entry, page));
        assertEquals(Code.MODEL_EXISTS, refused.code());
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(other));
        assertTrue(library().installed().isEmpty());
    }

    private CatalogEntry entry() {
        return entry(bytes("part2"));
    }

    private CatalogEntry entry(byte[] second) {
        try {
            Path whole = Files.write(folder.resolve("whole"), FILE);
            Path part = Files.write(folder.resolve("second"), second);
            return new CatalogEntry(
                    "tiny",
                    "Tiny",
                    "tiny.gguf",
                    NativeFiles.sha256(whole),
                    FILE.length,
                    "MIT",
                    512,
                    new ModelShape("llama", 512, 3, 256, true),
                    List.of(
                            file("part1", "a/one"),
                            new PackagedFile("part2", "1", 1, NativeFiles.sha256(part), "b/two")),
                    Optional.of(new Terms("The Terms", file("terms", "terms.html"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PackagedFile file(String pack, String member) throws IOException {
        return new PackagedFile(pack, "1", 1, NativeFiles.sha256(folder.resolve("shelf/" + pack + ".zip")), member);
    }

    private byte[] bytes(String pack) {
        try {
            return Files.readAllBytes(folder.resolve("shelf/" + pack + ".zip"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pack(String name, String member, byte[] content) throws IOException {
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(folder.resolve("shelf/" + name + ".zip")))) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write(content);
            zip.closeEntry();
        }
    }

    private PackageSource source() {
        return new PackageSource(library(), Clock.systemUTC(), this::fetch, silence);
    }

    private void fetch(String pack, String version, Path into) {
        fetched.add(pack);
        try {
            Files.copy(folder.resolve("shelf/" + pack + ".zip"), into.resolve(pack + ".zip"));
        } catch (IOException e) {
            throw new CatalogException(Code.PACKAGE_FETCH_FAILED, "no " + pack, e);
        }
    }

    private ModelLibrary library() {
        return new ModelLibrary(folder.resolve("models"), folder.resolve("downloads"));
    }
}
