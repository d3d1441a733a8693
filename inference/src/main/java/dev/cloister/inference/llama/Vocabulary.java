package dev.cloister.inference.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** A model's tokens: the bytes of each, and which of them are control tokens or end an answer. */
public final class Vocabulary {

    private static final int LONGEST_PIECE = 1024;

    private final byte[][] pieces;
    private final BitSet endOfGeneration;
    private final BitSet control;
    private final String sha256;
    private final int longestPiece;

    private Vocabulary(byte[][] pieces, BitSet endOfGeneration, BitSet control, String sha256) {
        this.pieces = pieces;
        this.endOfGeneration = endOfGeneration;
        this.control = control;
        this.sha256 = sha256;
        int longest = 1;
        for (byte[] piece : pieces) {
            longest = Math.max(longest, piece.length);
        }
        longestPiece = longest;
    }

    static Vocabulary read(Symbols symbols, MemorySegment handle) {
        int size = Downcall.call(() -> (int) symbols.vocabularySize.invokeExact(handle));
        byte[][] pieces = new byte[size][];
        BitSet endOfGeneration = new BitSet(size);
        BitSet control = new BitSet(size);
        MessageDigest digest = NativeFiles.digest();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST_PIECE);
            for (int id = 0; id < size; id++) {
                byte[] named = piece(symbols, handle, buffer, id, true);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(named.length).array());
                digest.update(named);
                endOfGeneration.set(id, isEnd(symbols, handle, id));
                control.set(id, isControl(symbols, handle, id));
                pieces[id] = control.get(id) ? new byte[0] : piece(symbols, handle, buffer, id, false);
            }
        }
        return new Vocabulary(pieces, endOfGeneration, control, HexFormat.of().formatHex(digest.digest()));
    }

    public int size() {
        return pieces.length;
    }

    /** The bytes that a token adds to an answer; empty for control tokens. Not to be changed. */
    public byte[] piece(int token) {
        return pieces[token];
    }

    /** Whether the token ends an answer. */
    public boolean endsGeneration(int token) {
        return endOfGeneration.get(token);
    }

    /** The tokens that end an answer. */
    public int[] endTokens() {
        return endOfGeneration.stream().toArray();
    }

    /** Whether the token is a control token, which no text outside the template may contain. */
    public boolean isControl(int token) {
        return control.get(token);
    }

    /** Bytes of the longest piece: a text of more than {@code n * longestPiece()} bytes has more than n tokens. */
    public int longestPiece() {
        return longestPiece;
    }

    /** SHA-256 over all pieces in id order, control tokens by their names, each as u32 big-endian length and bytes. */
    public String sha256() {
        return sha256;
    }

    private static boolean isEnd(Symbols symbols, MemorySegment handle, int id) {
        return Downcall.call(() -> (boolean) symbols.isEndOfGeneration.invokeExact(handle, id));
    }

    private static boolean isControl(Symbols symbols, MemorySegment handle, int id) {
        return Downcall.call(() -> (boolean) symbols.isControl.invokeExact(handle, id));
    }

    private static byte[] piece(Symbols symbols, MemorySegment handle, MemorySegment buffer, int id, boolean special) {
        int length =
                Downcall.call(() -> (int) symbols.piece.invokeExact(handle, id, buffer, LONGEST_PIECE, 0, special));
        if (length < 0) {
            throw new IllegalStateException("token " + id + " has a piece of " + -length + " bytes");
        }
        return buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }
}
