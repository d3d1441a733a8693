package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;

/** Who waits for the replies to a call. Called by the connection's reader, so it must not block. */
interface ReplySink {

    /**
     * Takes a reply.
     *
     * @return whether more will come
     */
    boolean take(Message message);

    /** The connection ended before the last reply. */
    void lost(EngineException failure);
}
