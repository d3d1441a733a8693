package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.label.Label;

/** What an app knows in the course of one call: it grows, and all that the app says carries it. Not for several threads. */
final class Knowledge {

    private final String app;
    private Label label;

    Knowledge(String app, Label first) {
        this.app = app;
        this.label = first.openedTo(app);
    }

    void learns(Label more) {
        label = label.join(more.openedTo(app));
    }

    /** The label of whatever the app says now. */
    Label ofItsWords() {
        return Label.madeBy(app, label);
    }
}
