package dev.cloister.retrieval.transfer;

/** How passages are fetched from their owner, with what it tells that owner. */
public enum FetchMode {
    /** Oblivious transfer: the default. */
    OBLIVIOUS(1, "The owner learns how many passages were wanted, whatever was found, and not which."),
    /** The passages among others that were drawn at random. */
    DECOYS(
            2,
            "The owner learns a list of passages of which a tenth is meant; over several questions on one subject it can tell them apart."),
    /** The passages by their numbers. */
    DIRECT(3, "The owner learns which passages were fetched, and so what the question was about.");

    private final int id;
    private final String reveals;

    FetchMode(int id, String reveals) {
        this.id = id;
        this.reveals = reveals;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    /** What an owner learns, for people. */
    public String reveals() {
        return reveals;
    }
}
