package dev.cloister.sandbox.app;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs and unpacks bundles: zip archives with a {@code manifest.json} at their root, as MCPB prescribes.
 *
 * <p>Security guarantees: nothing is written outside of the folder; links, special files, encrypted entries, names that
 * mean another file on another system and two names of one file are refused; sizes are counted as bytes leave the
 * decompressor and never believed from a header.
 */
public final class BundleArchive {

    /** Most bytes of an archive. */
    public static final long LARGEST = 32L << 20;

    private static final long LARGEST_UNPACKED = 128L << 20;
    private static final int MOST_ENTRIES = 5_000;
    private static final int CENTRAL_HEADER = 0x504B0102;
    private static final int LONGEST_NAME = 240;

    /** Printable ASCII without what means something else on another system; the locale of this one then makes no difference. */
    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^\\\\:*?\"<>|]]+");

    /** A fixed time, which the format keeps without a time zone: the same folder gives the same archive. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

    private final ZipFile zip;
    private final Path folder;
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private long left = LARGEST_UNPACKED;

    private BundleArchive(ZipFile zip, Path folder) {
        this.zip = zip;
        this.folder = folder;
    }

    /**
     * Unpacks an archive into an empty folder.
     *
     * @throws dev.cloister.sandbox.SandboxException with BUNDLE_INVALID and what to correct; the folder may hold a part then
     */
    public static void unpack(Path archive, Path folder) {
        requireSize(archive);
        requireFewEntries(archive);
        try (ZipFile zip = open(archive)) {
            new BundleArchive(zip, folder).unpack();
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle cannot be unpacked into " + folder, e);
        }
    }

    static void requireSize(Path archive) {
        try {
            if (Files.size(archive) > LARGEST) {
                throw AppBundle.invalid("it has more than " + (LARGEST >> 20) + " MiB");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle " + archive + " cannot be read", e);
        }
    }

    /** Counts what may be headers before a reader makes objects of them all. */
    private static void requireFewEntries(Path archive) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
            int last = 0;
            int headers = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                last = last << 8 | next;
                headers += last == CENTRAL_HEADER ? 1 : 0;
            }
            if (headers > 4 * MOST_ENTRIES) {
                throw AppBundle.invalid("it has more than " + MOST_ENTRIES + " files");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle " + archive + " cannot be read", e);
        }
    }

    private static ZipFile open(Path archive) {
        try {
            return ZipFile.builder().setPath(archive).get();
        } catch (IOException | RuntimeException e) {
            throw AppBundle.invalid("it is no zip archive, or a damaged one", e);
        }
    }

    private void unpack() throws IOException {
        List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
        if (entries.size() > MOST_ENTRIES) {
            throw AppBundle.invalid("it has more than " + MOST_ENTRIES + " files");
        }
        for (ZipArchiveEntry entry : entries) {
            String name = entry.isDirectory() ? withoutSlash(entry.getName()) : entry.getName();
            require(entry, name);
            Path target = folder.resolve(name);
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
                    copy(entry, out);
                }
            }
        }
    }

    private void require(ZipArchiveEntry entry, String name) {
        boolean plain = name.length() <= LONGEST_NAME
                && PLAIN.matcher(name).matches()
                && Arrays.stream(name.split("/", -1)).allMatch(BundleArchive::plain);
        if (!plain) {
            throw AppBundle.invalid("the name \"" + shown(name) + "\" is not that of a file within it");
        }
        requirePlace(name, entry.isDirectory());
        int type = entry.getUnixMode() >> 12;
        boolean ordinary = type == 0 || type == 0x8 && !entry.isDirectory() || type == 0x4 && entry.isDirectory();
        if (!ordinary || entry.isUnixSymlink()) {
            throw AppBundle.invalid("\"" + name + "\" is a link or a special file");
        }
        if (!zip.canReadEntryData(entry)) {
            throw AppBundle.invalid("\"" + name + "\" is encrypted or packed in a way that is not read here");
        }
    }

    /** Keeps account of names, without regard to case: one stands for one file or one folder. */
    private void requirePlace(String name, boolean folder) {
        String folded = name.toLowerCase(Locale.ROOT);
        boolean free = folder ? !files.contains(folded) : !folders.contains(folded) && files.add(folded);
        for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
            free &= !files.contains(folded.substring(0, slash));
            folders.add(folded.substring(0, slash));
        }
        if (folder) {
            folders.add(folded);
        }
        if (!free) {
            throw AppBundle.invalid("\"" + name + "\" is there twice, in two spellings, or as a file and as a folder");
        }
    }

    private static boolean plain(String part) {
        return !part.isEmpty() && !part.endsWith(".") && !part.endsWith(" ");
    }

    private void copy(ZipArchiveEntry entry, OutputStream out) throws IOException {
        try (InputStream in = open(entry)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = read(in, buffer, entry); read >= 0; read = read(in, buffer, entry)) {
                left -= read;
                if (left < 0) {
                    throw AppBundle.invalid("it has more than " + (LARGEST_UNPACKED >> 20) + " MiB when unpacked");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private InputStream open(ZipArchiveEntry entry) {
        try {
            return zip.getInputStream(entry);
        } catch (IOException | RuntimeException e) {
            throw AppBundle.invalid("\"" + shown(entry.getName()) + "\" is damaged", e);
        }
    }

    private static int read(InputStream in, byte[] buffer, ZipArchiveEntry entry) {
        try {
            return in.read(buffer);
        } catch (IOException | RuntimeException e) {
            throw AppBundle.invalid("\"" + shown(entry.getName()) + "\" is damaged", e);
        }
    }

    /**
     * Packs all files of a folder, always in the same way.
     *
     * @throws dev.cloister.sandbox.SandboxException with BUNDLE_INVALID where it holds links or special files
     */
    public static void pack(Path folder, OutputStream out) {
        pack(folder, path -> true, out);
    }

    /** Packs a developer's folder without its hidden files, such as {@code .git}, and archives of it; throws as {@link #pack} does. */
    public static void packSource(Path folder, OutputStream out) {
        pack(folder, path -> !hidden(path), out);
    }

    private static void pack(Path folder, Predicate<Path> wanted, OutputStream out) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files(folder, wanted)) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw AppBundle.invalid(folder.relativize(file) + " is a link or a special file");
                }
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be packed", e);
        }
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> wanted.test(folder.relativize(path)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().endsWith(".mcpb")) {
                return true;
            }
        }
        return false;
    }

    private static String withoutSlash(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static String shown(String name) {
        String visible = name.replaceAll("\\p{C}", "\uFFFD");
        return visible.length() > 80 ? visible.substring(0, 80) + "..." : visible;
    }
}
