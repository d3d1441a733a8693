package dev.cloister.inference.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** A model's tokens: the bytes of each, and which of them are control tokens or end an answer. */
public final class Vocabulary {

    private static final int LONGEST_PIECE = 1024;

    /** Bits of llama_token_attr. */
    private static final int USER_DEFINED = 1 << 4;

    private static final int STRIPS_LEFT = 1 << 7;
    private static final int STRIPS_RIGHT = 1 << 8;

    private final byte[][] pieces;
    private final BitSet endOfGeneration;
    private final BitSet control;
    private final SpecialTokens special;
    private final String sha256;
    private final int longestPiece;

    private Vocabulary(byte[][] pieces, BitSet endOfGeneration, BitSet control, SpecialTokens special, String sha256) {
        this.pieces = pieces;
        this.endOfGeneration = endOfGeneration;
        this.control = control;
        this.special = special;
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
        Map<String, Integer> controlNames = new HashMap<>();
        Map<String, Integer> userDefined = new HashMap<>();
        BitSet stripsLeft = new BitSet(size);
        BitSet stripsRight = new BitSet(size);
        int beginning = Downcall.call(() -> (int) symbols.beginningToken.invokeExact(handle));
        int ending = Downcall.call(() -> (int) symbols.endingToken.invokeExact(handle));
        String beginningName = "";
        String endingName = "";
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
                int bits = attributes(symbols, handle, id);
                stripsLeft.set(id, (bits & STRIPS_LEFT) != 0);
                stripsRight.set(id, (bits & STRIPS_RIGHT) != 0);
                String name = new String(named, StandardCharsets.UTF_8);
                if (control.get(id) && !name.isEmpty()) {
                    controlNames.put(name, id);
                } else if ((bits & USER_DEFINED) != 0 && !name.isEmpty()) {
                    userDefined.put(name, id);
                }
                beginningName = id == beginning ? name : beginningName;
                endingName = id == ending ? name : endingName;
            }
        }
        SpecialTokens special = new SpecialTokens(
                Map.copyOf(controlNames), Map.copyOf(userDefined), stripsLeft, stripsRight, beginningName, endingName);
        return new Vocabulary(
                pieces, endOfGeneration, control, special, HexFormat.of().formatHex(digest.digest()));
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

    /** The tokens that stand for more than their text. */
    public SpecialTokens special() {
        return special;
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

    private static int attributes(Symbols symbols, MemorySegment handle, int id) {
        return Downcall.call(() -> (int) symbols.attributes.invokeExact(handle, id));
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
