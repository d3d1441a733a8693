package dev.cloister.inference.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads metadata values by their type numbers. */
final class MetadataReader {

    private static final int LONGEST_TEXT = 4 << 20;
    private static final int LONGEST_ELEMENT = 1 << 20;
    private static final long MOST_ELEMENTS = 1L << 26;

    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final HeaderInput in;

    MetadataReader(HeaderInput in) {
        this.in = in;
    }

    GgufValue value(String key) throws IOException {
        int type = type(key);
        return type == ARRAY ? sequence(key) : scalar(type, key);
    }

    private int type(String key) throws IOException {
        long type = in.u32();
        if (type > 12) {
            throw new GgufException("the value of %s has the unknown type %d".formatted(key, type));
        }
        return (int) type;
    }

    private GgufValue scalar(int type, String key) throws IOException {
        return switch (type) {
            case 0 -> new GgufValue.Whole(in.u8());
            case 1 -> new GgufValue.Whole((byte) in.u8());
            case 2 -> new GgufValue.Whole(in.i16() & 0xffff);
            case 3 -> new GgufValue.Whole(in.i16());
            case 4 -> new GgufValue.Whole(in.u32());
            case 5 -> new GgufValue.Whole(in.i32());
            case 6 -> new GgufValue.Real(Float.intBitsToFloat(in.i32()));
            case BOOL -> new GgufValue.Flag(flag(key));
            case STRING -> new GgufValue.Text(in.text(LONGEST_TEXT, "the text " + key));
            case 10 -> new GgufValue.Whole(in.size("the value of " + key));
            case 11 -> new GgufValue.Whole(in.i64());
            case 12 -> new GgufValue.Real(Double.longBitsToDouble(in.i64()));
            default -> throw new GgufException("the array " + key + " holds arrays");
        };
    }

    private boolean flag(String key) throws IOException {
        int value = in.u8();
        if (value > 1) {
            throw new GgufException("the flag " + key + " is neither 0 nor 1");
        }
        return value == 1;
    }

    private GgufValue sequence(String key) throws IOException {
        int type = type(key);
        long count = in.size("the length of the array " + key);
        if (count > MOST_ELEMENTS) {
            throw new GgufException(
                    "the array %s has %d elements; at most %d are read".formatted(key, count, MOST_ELEMENTS));
        }
        if (type == ARRAY) {
            throw new GgufException("the array " + key + " holds arrays");
        }
        if (type == STRING) {
            for (long i = 0; i < count; i++) {
                skipText(key);
            }
            return new GgufValue.Sequence(count, List.of());
        }
        if (count > GgufHeader.KEPT_ELEMENTS) {
            in.skip(count * width(type));
            return new GgufValue.Sequence(count, List.of());
        }
        List<Long> integers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (scalar(type, key) instanceof GgufValue.Whole whole) {
                integers.add(whole.value());
            }
        }
        return new GgufValue.Sequence(count, integers);
    }

    private void skipText(String key) throws IOException {
        long bytes = in.size("the length of a text of " + key);
        if (bytes > LONGEST_ELEMENT) {
            throw new GgufException("a text of the array %s has %d bytes".formatted(key, bytes));
        }
        in.skip(bytes);
    }

    private static int width(int type) {
        return switch (type) {
            case 0, 1, BOOL -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            default -> 8;
        };
    }
}
