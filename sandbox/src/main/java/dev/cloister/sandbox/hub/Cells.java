package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.app.AppBundle;
import java.util.Optional;

/** The apps of one user. */
public interface Cells {

    /** The app of that name, where the user has it. */
    Optional<AppBundle> app(String name);

    /**
     * Enters an app, waiting while another request is in it.
     *
     * @param words the part of the user's words that the app is told
     * @return empty where the user gave up waiting
     */
    Optional<Cell> enter(AppBundle app, String words);

    /**
     * Enters an app on another's behalf, without waiting: two apps that waited for each other would wait for ever.
     *
     * @return empty where another request is in it
     */
    Optional<Cell> enterAtOnce(AppBundle app);
}
