package dev.cloister.retrieval.transfer;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** Masks the keys of all passages of a grid, one row or column after the other. For one thread. */
final class GridMask {

    private final Grid grid;
    private final Cipher aes = Pads.aes();
    private final byte[] rowByRow;
    private final byte[] columnByColumn;
    private final byte[] pads;

    GridMask(Grid grid) {
        this.grid = grid;
        int n = grid.passages();
        int width = grid.columns();
        this.rowByRow = new byte[n * Pads.BYTES];
        this.columnByColumn = new byte[n * Pads.BYTES];
        this.pads = new byte[width * Pads.BYTES];
        int at = 0;
        for (int column = 0; column < width; column++) {
            for (int passage = column; passage < n; passage += width) {
                Pads.number(passage, columnByColumn, at);
                Pads.number(passage, rowByRow, passage * Pads.BYTES);
                at += Pads.BYTES;
            }
        }
    }

    /**
     * Adds both pads of each passage to its key.
     *
     * @param rows a seed for each row
     * @param columns a seed for each column
     * @param masked holds the keys from {@code at} on
     */
    void add(byte[][] rows, byte[][] columns, byte[] masked, int at) {
        int width = grid.columns();
        for (int row = 0; row < rows.length; row++) {
            int first = row * width;
            int length = Math.min(width, grid.passages() - first) * Pads.BYTES;
            fill(rows[row], rowByRow, first * Pads.BYTES, length);
            Pads.xor(masked, at + first * Pads.BYTES, pads, 0, length);
        }
        int from = 0;
        for (int column = 0; column < columns.length; column++) {
            int count = Math.ceilDiv(grid.passages() - column, width);
            fill(columns[column], columnByColumn, from, count * Pads.BYTES);
            for (int i = 0; i < count; i++) {
                Pads.xor(masked, at + (column + i * width) * Pads.BYTES, pads, i * Pads.BYTES, Pads.BYTES);
            }
            from += count * Pads.BYTES;
        }
    }

    private void fill(byte[] seed, byte[] numbers, int from, int length) {
        try {
            aes.init(Cipher.ENCRYPT_MODE, Pads.key(seed));
            int unused = aes.doFinal(numbers, from, length, pads, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("A row has as many places as there are columns", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES", e);
        }
    }
}
