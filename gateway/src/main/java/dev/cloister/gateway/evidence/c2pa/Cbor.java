package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** CBOR, written deterministically (RFC 8949, 4.2.1). */
final class Cbor {

    private static final int DEEPEST = 24;

    private static final CBORFactory FACTORY = CBORFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxDocumentLength(TextWrapper.MOST_BYTES)
                    .maxStringLength(TextWrapper.MOST_BYTES)
                    .build())
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Cbor() {}

    /** A value with a tag before it. */
    record Tagged(int tag, Object value) {}

    /** What stands for no value. */
    static final Object NULL = new Object();

    /** Bytes of maps with texts or whole numbers as keys, lists, texts, bytes, whole numbers and {@link #NULL}. */
    static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = FACTORY.createGenerator(bytes)) {
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The one value that the bytes are; whole numbers as keys become texts. */
    static JsonNode read(byte[] bytes) throws CredentialException {
        try (JsonParser in = FACTORY.createParser(bytes)) {
            JsonNode node = MAPPER.readTree(in);
            if (node == null || in.nextToken() != null) {
                throw CredentialException.unreadable("A part of it is not one value of CBOR.");
            }
            return node;
        } catch (IOException | RuntimeException e) {
            throw CredentialException.unreadable("A part of it is no CBOR.");
        }
    }

    /** What stands where nothing is. */
    static JsonNode none() {
        return MissingNode.getInstance();
    }

    private static void write(CBORGenerator out, Object value) throws IOException {
        switch (value) {
            case Tagged tagged -> {
                out.writeTag(tagged.tag());
                write(out, tagged.value());
            }
            case Map<?, ?> map -> {
                out.writeStartObject(map, map.size());
                for (Map.Entry<?, ?> entry : ordered(map)) {
                    if (entry.getKey() instanceof Integer number) {
                        out.writeFieldId(number);
                    } else {
                        out.writeFieldName((String) entry.getKey());
                    }
                    write(out, entry.getValue());
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray(list, list.size());
                for (Object one : list) {
                    write(out, one);
                }
                out.writeEndArray();
            }
            case String text -> out.writeString(text);
            case byte[] bytes -> out.writeBinary(bytes);
            case Integer number -> out.writeNumber(number);
            default -> out.writeNull();
        }
    }

    /** By the bytes of their keys. */
    private static List<Map.Entry<?, ?>> ordered(Map<?, ?> map) {
        Comparator<Map.Entry<?, ?>> byKey =
                Comparator.comparing(entry -> write(entry.getKey()), Arrays::compareUnsigned);
        return map.entrySet().stream()
                .<Map.Entry<?, ?>>map(entry -> entry)
                .sorted(byKey)
                .toList();
    }
}
