package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.federation.party.PartyId;
import java.io.IOException;
import java.net.Socket;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who is visiting. Who has not shown an invited key yet takes one of the strangers' places, and where they are full the one that
 * waits longest gives way: strangers can push each other out, and no guest once it is in its own place.
 */
final class Visitors {

    static final int STRANGERS = 32;
    static final int GUESTS = 64;
    static final int EACH_GUEST = 8;

    private final Set<Socket> strangers = new LinkedHashSet<>();
    private final Map<Socket, PartyId> guests = new HashMap<>();
    private boolean closed;

    /** Somebody calls. */
    synchronized void arrive(Socket socket) {
        if (closed) {
            end(socket);
            return;
        }
        if (strangers.size() == STRANGERS) {
            Socket eldest = strangers.iterator().next();
            strangers.remove(eldest);
            end(eldest);
        }
        strangers.add(socket);
    }

    /** A caller is a guest: moves it to a guest's place, if there is one. */
    synchronized boolean seat(Socket socket, PartyId guest) {
        if (guests.containsKey(socket)) {
            return true;
        }
        if (guests.size() == GUESTS || Collections.frequency(guests.values(), guest) == EACH_GUEST) {
            return false;
        }
        strangers.remove(socket);
        guests.put(socket, guest);
        return true;
    }

    synchronized void leave(Socket socket) {
        strangers.remove(socket);
        guests.remove(socket);
        end(socket);
    }

    /** Shows everybody out, and nobody in any more. */
    synchronized void close() {
        closed = true;
        strangers.forEach(Visitors::end);
        guests.keySet().forEach(Visitors::end);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it will be.
            return;
        }
    }
}
