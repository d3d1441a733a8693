package dev.cloister.gateway.hub;

import java.util.List;
import java.util.UUID;

/** Hears what the hub does, as it does it. */
public interface HubListener {

    /** What is done now; {@code kind} is searching, asking_app or answering. */
    void step(String kind, String words);

    /** More of the answer. */
    void text(String more);

    /** What is going to be done, before any of it is: a sentence per step. */
    void planned(List<String> steps);

    void permissionAsked(PermissionRequest request);

    void permissionResolved(UUID id, String decision);

    void appUsed(AppUse use);

    void cited(Citations found);
}
