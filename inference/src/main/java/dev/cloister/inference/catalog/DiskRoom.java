package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on a disk, asked before it is needed: a full disk would stop the database too. */
final class DiskRoom {

    private static final long LEFT_FREE = 256L << 20;

    private DiskRoom() {}

    /**
     * @param folder on the disk in question
     * @param bytes to be written
     * @throws CatalogException DISK_FULL
     */
    static void require(Path folder, long bytes) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (bytes > usable - LEFT_FREE) {
            throw new CatalogException(
                    Code.DISK_FULL,
                    "%,d MB are needed in %s and %,d MB are free, of which 256 MB stay free. Nothing was removed; make room and run it again."
                            .formatted((bytes >> 20) + 1, folder, usable >> 20));
        }
    }
}
