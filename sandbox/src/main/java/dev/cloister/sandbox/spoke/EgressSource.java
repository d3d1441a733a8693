package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressAccess;
import java.util.Optional;

/** Gives a spoke what it needs for its way out: the network, the app's secrets, and a log that knows whose spoke it is. */
@FunctionalInterface
public interface EgressSource {

    /** No network for anybody. */
    EgressSource NONE = (key, app) -> Optional.empty();

    /** Asked at each start; nothing where the app may reach no network. */
    Optional<EgressAccess> of(SpokeKey key, AppBundle app);
}
