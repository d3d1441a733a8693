package dev.cloister.gateway.documents;

/** Names that read as they are written. */
final class Printable {

    private Printable() {}

    /** No control characters and none that reorder what a person reads. */
    static boolean is(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
