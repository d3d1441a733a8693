package dev.cloister.inference.score;

/** Who is asked before each chunk of a text, and told after it. */
interface Chunks {

    /**
     * Before the chunk that begins at this position; may wait for its turn.
     *
     * @return whether to go on
     */
    boolean begin(int position);

    /** After the chunk that was begun, whether or not it was computed. */
    void end();
}
