package dev.cloister.gateway.evidence.c2pa;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A superbox of JUMBF (ISO/IEC 19566-5): other superboxes, or one box of CBOR.
 *
 * @param kind the first four letters of its type, such as {@code c2ma}; empty for types that are none of C2PA's
 * @param label its name among its siblings
 * @param children the superboxes within
 * @param cbor what its box of CBOR holds; empty where there is none
 * @param payload all that follows its header: what hashes of it are taken over (C2PA 2.3, 8.4.2.3)
 */
record Superbox(String kind, String label, List<Superbox> children, Optional<byte[]> cbor, byte[] payload) {

    private static final byte[] TYPE_REST = HexFormat.of().parseHex("00110010800000AA00389B71");
    private static final int DEEPEST = 6;
    private static final int MOST_CHILDREN = 200;
    private static final int HEADER = 8;
    private static final int HAS_LABEL = 2;
    private static final int REQUESTABLE = 1;

    /** Random bytes that keep hashes from being guessed (C2PA 2.3, 8.4.2.3). */
    private static final int SALTED = 16;

    /** A superbox of others. */
    static Superbox of(String kind, String label, List<Superbox> children) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(description(kind, label));
        children.forEach(child -> payload.writeBytes(child.bytes()));
        return new Superbox(kind, label, List.copyOf(children), Optional.empty(), payload.toByteArray());
    }

    /** A superbox of CBOR. */
    static Superbox of(String kind, String label, byte[] cbor) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(description(kind, label));
        payload.writeBytes(box("cbor", cbor));
        return new Superbox(kind, label, List.of(), Optional.of(cbor), payload.toByteArray());
    }

    /** The whole box. */
    byte[] bytes() {
        return box("jumb", payload);
    }

    /** The only child of that name. */
    Superbox child(String name) throws CredentialException {
        List<Superbox> named =
                children.stream().filter(child -> child.label.equals(name)).toList();
        if (named.size() != 1) {
            throw CredentialException.unreadable(
                    "It has not one part named " + CheckedCredential.cut(name) + ", but " + named.size() + ".");
        }
        return named.getFirst();
    }

    /** The same, which must be of that kind. */
    Superbox child(String name, String ofKind) throws CredentialException {
        Superbox child = child(name);
        if (!child.kind.equals(ofKind)) {
            throw CredentialException.unreadable("Its part " + name + " is of another kind.");
        }
        return child;
    }

    /** Its CBOR. */
    byte[] content() throws CredentialException {
        return cbor.orElseThrow(() -> CredentialException.unreadable("Its part " + label + " holds no CBOR."));
    }

    /** Reads bytes that are one superbox, no more and no less. */
    static Superbox read(byte[] bytes) throws CredentialException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Box box = next(in);
            if (in.hasRemaining() || !box.type.equals("jumb")) {
                throw damaged();
            }
            return superbox(box.content, 1, false);
        } catch (BufferUnderflowException e) {
            throw damaged();
        }
    }

    private record Box(String type, ByteBuffer content) {}

    /** @param hashed whether it lies within an assertion, which the claim names by hash: only there may be more than is read */
    private static Superbox superbox(ByteBuffer in, int depth, boolean hashed) throws CredentialException {
        if (depth > DEEPEST) {
            throw damaged();
        }
        byte[] payload = rest(in.duplicate());
        Box first = next(in);
        if (!first.type.equals("jumd")) {
            throw damaged();
        }
        String kind = kind(first.content);
        String label = label(first.content, hashed);
        List<Superbox> children = new ArrayList<>();
        Optional<byte[]> cbor = Optional.empty();
        int boxes = 0;
        for (; in.hasRemaining() && boxes <= MOST_CHILDREN; boxes++) {
            Box box = next(in);
            if (box.type.equals("jumb")) {
                children.add(superbox(box.content, depth + 1, hashed || kind.equals("c2as")));
            } else if (box.type.equals("cbor")) {
                cbor = Optional.of(rest(box.content));
            }
        }
        boolean plain = children.size() == boxes || (boxes == 1 && cbor.isPresent());
        if (boxes > MOST_CHILDREN || (!plain && !hashed)) {
            throw CredentialException.unreadable(
                    "It holds parts that this version does not read, and that nobody signed.");
        }
        return new Superbox(kind, label, List.copyOf(children), plain ? cbor : Optional.empty(), payload);
    }

    /** Boxes to the end of the file and boxes beyond four gigabytes have no place in a text. */
    private static Box next(ByteBuffer in) throws CredentialException {
        long length = Integer.toUnsignedLong(in.getInt());
        byte[] type = new byte[Integer.BYTES];
        in.get(type);
        if (length < HEADER || length - HEADER > in.remaining()) {
            throw damaged();
        }
        ByteBuffer content = in.slice(in.position(), (int) length - HEADER);
        in.position(in.position() + (int) length - HEADER);
        return new Box(new String(type, StandardCharsets.ISO_8859_1), content);
    }

    private static String kind(ByteBuffer description) {
        byte[] name = new byte[Integer.BYTES];
        byte[] rest = new byte[TYPE_REST.length];
        description.get(name).get(rest);
        return Arrays.equals(rest, TYPE_REST) ? new String(name, StandardCharsets.ISO_8859_1) : "";
    }

    private static String label(ByteBuffer description, boolean hashed) throws CredentialException {
        int toggles = description.get();
        boolean salted = hashed && toggles == (REQUESTABLE | HAS_LABEL | SALTED);
        if (!salted && toggles != (REQUESTABLE | HAS_LABEL)) {
            throw damaged();
        }
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        for (byte one = description.get(); one != 0; one = description.get()) {
            label.write(one);
        }
        if (description.hasRemaining() != salted) {
            throw damaged();
        }
        return label.toString(StandardCharsets.UTF_8);
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static byte[] description(String kind, String label) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        return box(
                "jumd",
                ByteBuffer.allocate(Integer.BYTES + TYPE_REST.length + 1 + name.length + 1)
                        .put(kind.getBytes(StandardCharsets.US_ASCII))
                        .put(TYPE_REST)
                        .put((byte) (REQUESTABLE | HAS_LABEL))
                        .put(name)
                        .array());
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(HEADER + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static CredentialException damaged() {
        return CredentialException.unreadable("Its boxes are damaged.");
    }
}
