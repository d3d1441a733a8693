package dev.cloister.inference.catalog;

import java.util.OptionalLong;

/** Who is told how a download goes on. */
public interface Progress {

    /**
     * More has come.
     *
     * @param bytes how much there is by now
     * @param total how much there will be, if that is known
     */
    void moved(long bytes, OptionalLong total);

    /** Something worth a line. */
    void note(String line);
}
