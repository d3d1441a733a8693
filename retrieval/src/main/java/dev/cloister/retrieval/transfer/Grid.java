package dev.cloister.retrieval.transfer;

/**
 * Passages in rows and columns, so that one of n is chosen by a row and a column, each one of about the root of n.
 *
 * @param passages n
 */
record Grid(int passages) {

    int columns() {
        return (int) Math.ceil(Math.sqrt(passages));
    }

    int rows() {
        return Math.ceilDiv(passages, columns());
    }

    /** How many there are to choose from in a transfer: rows or columns, whichever are more. */
    int side() {
        return columns();
    }

    int row(int passage) {
        return passage / columns();
    }

    int column(int passage) {
        return passage % columns();
    }
}
