package dev.cloister.watermark.detect;

/** What can be said of a text. */
public enum Verdict {
    /** The text bears a mark of one of the keys. */
    MARKED("marked"),
    /** The text is long enough, and no mark of these keys is found. It may be human, another system's, or rewritten. */
    NOT_FOUND("not_found"),
    /** The text is too short to say anything. */
    INSUFFICIENT("insufficient");

    private final String code;

    Verdict(String code) {
        this.code = code;
    }

    /** The stable name, shown to users and written into reports. */
    public String code() {
        return code;
    }
}
