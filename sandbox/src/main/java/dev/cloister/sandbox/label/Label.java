package dev.cloister.sandbox.label;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of a value (after FIDES, arXiv 2505.23643, section 4): integrity, as who could have written it, and
 * confidentiality, as who may read it. Labels form a lattice: what is made of two values was written by whoever wrote
 * either, and may be read by whoever may read both.
 *
 * @param writers who could have had a hand in it
 * @param readers who may read it beside the user and the hub, who always may
 */
public record Label(Set<Principal> writers, Set<Principal> readers) {

    public Label {
        writers = Set.copyOf(writers);
        readers = Set.copyOf(readers);
    }

    /** The user's own words, which so far nobody else may read. */
    public static Label ofUser() {
        return new Label(Set.of(Principal.USER), Set.of());
    }

    /** What an app makes of something: it has a hand in it, and knows it. */
    public static Label madeBy(String app, Label of) {
        Set<Principal> writers = new TreeSet<>(of.writers());
        writers.add(Principal.app(app));
        return new Label(writers, of.readers()).openedTo(app);
    }

    /** The label of what is made of this and another value. */
    public Label join(Label other) {
        return new Label(
                Stream.concat(writers.stream(), other.writers.stream()).collect(Collectors.toSet()),
                readers.stream().filter(other.readers::contains).collect(Collectors.toSet()));
    }

    /** The same value after somebody who may has opened it to an app. */
    public Label openedTo(String app) {
        Set<Principal> more = new TreeSet<>(readers);
        more.add(Principal.app(app));
        return new Label(writers, more);
    }

    /** Whether nobody but the user and the hub had a hand in it. */
    public boolean trusted() {
        return writers.stream().noneMatch(Principal::isApp);
    }

    /** Whether an app may read it. */
    public boolean readableBy(String app) {
        return readers.contains(Principal.app(app));
    }

    /** The names of the apps that had a hand in it, in order. */
    public Collection<String> writingApps() {
        return writers.stream()
                .filter(Principal::isApp)
                .map(Principal::appName)
                .sorted()
                .toList();
    }
}
