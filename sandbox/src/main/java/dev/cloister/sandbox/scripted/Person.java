package dev.cloister.sandbox.scripted;

import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.Call;
import java.util.Optional;

/** A simulated user, who answers when asked. */
@FunctionalInterface
public interface Person {

    /** The arguments with which the call may be made, this once: as they are, or as the user corrects them; or no. */
    Optional<Json.Obj> answer(Call call);
}
