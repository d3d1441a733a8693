package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A ZIP in memory (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4), read strictly.
 *
 * <p>Security guarantees: the number of entries, their sizes and their ratios are judged by the central directory, before
 * anything is inflated; entries that share bytes, repeat a name, are encrypted, split or ZIP64 are refused; inflating
 * stops at the size that the directory stated, and what comes out must be of that size and checksum.
 */
final class ZipArchive {

    static final int MAX_ENTRIES = 2_000;
    static final long MAX_TOTAL_BYTES = 256L * 1024 * 1024;
    static final int MAX_PART_BYTES = 64 * 1024 * 1024;
    static final int MAX_RATIO = 100;

    /** Below this a high ratio is harmless. */
    private static final int RATIO_FROM_BYTES = 256 * 1024;

    private static final int END = 0x06054b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 0x2041;

    private final ByteBuffer bytes;
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(String name, int method, long crc, int packed, int size, int header, int data) {
        int end() {
            return data + packed;
        }
    }

    private ZipArchive(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the directory.
     *
     * @throws RetrievalException with {@link Code#DOCUMENT_TOO_LARGE} for what would unpack to more than it may
     * @throws IOException if it is no ZIP, or none that is taken
     */
    static ZipArchive of(byte[] content) throws IOException {
        ZipArchive archive = new ZipArchive(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
        archive.readDirectory();
        return archive;
    }

    /** An entry's content, inflated; empty where there is none of that name. */
    Optional<byte[]> read(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.size() > MAX_PART_BYTES) {
            throw tooLarge("a part is too large");
        }
        byte[] content = new byte[entry.size()];
        if (entry.method() == STORED) {
            require(entry.packed() == entry.size(), "a stored entry has two sizes");
            bytes.get(entry.data(), content);
        } else {
            inflate(entry, content);
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        require(crc.getValue() == entry.crc(), "a checksum does not fit");
        return Optional.of(content);
    }

    private void inflate(Entry entry, byte[] into) throws IOException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(bytes.slice(entry.data(), entry.packed()));
            int length = 0;
            while (length < into.length) {
                int more = inflater.inflate(into, length, into.length - length);
                require(more > 0, "an entry ends early");
                length += more;
            }
            require(inflater.finished() || inflater.inflate(new byte[1]) == 0, "an entry is larger than it says");
        } catch (DataFormatException e) {
            throw new IOException("an entry is damaged", e);
        }
    }

    private void readDirectory() throws IOException {
        int end = findEnd();
        require(bytes.getInt(end + 4) == 0, "the archive is split");
        int count = u16(end + 10);
        if (count > MAX_ENTRIES) {
            throw tooLarge("too many entries");
        }
        int directory = bytes.getInt(end + 16);
        int at = directory;
        require(at >= 0 && u16(end + 8) == count, "the directory is damaged");
        long total = 0;
        List<Entry> inOrder = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            require(at <= end - CENTRAL_LENGTH && bytes.getInt(at) == CENTRAL, "the directory is damaged");
            Entry entry = entry(at, directory);
            total += entry.size();
            if (total > MAX_TOTAL_BYTES
                    || (entry.size() > RATIO_FROM_BYTES && entry.size() / MAX_RATIO > entry.packed())) {
                throw tooLarge("it unpacks to more than it may");
            }
            require(entries.put(entry.name(), entry) == null, "a name comes twice");
            inOrder.add(entry);
            at += CENTRAL_LENGTH + u16(at + 28) + u16(at + 30) + u16(at + 32);
        }
        require(at == end, "something follows the directory");
        inOrder.sort(Comparator.comparingInt(Entry::header));
        for (int i = 1; i < inOrder.size(); i++) {
            require(inOrder.get(i - 1).end() <= inOrder.get(i).header(), "entries share bytes");
        }
    }

    private Entry entry(int at, int directory) throws IOException {
        require((u16(at + 8) & ENCRYPTED) == 0, "an entry is encrypted");
        int method = u16(at + 10);
        require(method == STORED || method == DEFLATED, "an entry is packed in an unknown way");
        long packed = u32(at + 20);
        long size = u32(at + 24);
        long header = u32(at + 42);
        if (size > MAX_TOTAL_BYTES) {
            throw tooLarge("it unpacks to more than it may");
        }
        int length = u16(at + 28);
        String name = text(at + CENTRAL_LENGTH, length, bytes.limit());
        require(header <= directory - LOCAL_LENGTH, "an entry lies outside of the file");
        int local = (int) header;
        require(
                bytes.getInt(local) == LOCAL
                        && u16(local + 8) == method
                        && u16(local + 26) == length
                        && text(local + LOCAL_LENGTH, length, directory).equals(name),
                "an entry and the directory differ");
        long data = header + LOCAL_LENGTH + length + u16(local + 28);
        require(data + packed <= directory, "an entry lies outside of the file");
        return new Entry(name, method, u32(at + 16), (int) packed, (int) size, local, (int) data);
    }

    private int findEnd() throws IOException {
        int last = bytes.limit() - END_LENGTH;
        for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
            if (bytes.getInt(at) == END && at + END_LENGTH + u16(at + 20) == bytes.limit()) {
                return at;
            }
        }
        throw new IOException("no ZIP");
    }

    private String text(int at, int length, int limit) throws IOException {
        require(at + length <= limit, "a name lies outside of the file");
        byte[] name = new byte[length];
        bytes.get(at, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private static RetrievalException tooLarge(String what) {
        return new RetrievalException(Code.DOCUMENT_TOO_LARGE, "The archive is refused: " + what + ".");
    }
}
