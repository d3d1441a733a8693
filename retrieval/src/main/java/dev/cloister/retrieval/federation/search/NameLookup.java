package dev.cloister.retrieval.federation.search;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks a name up for so long and no longer: the system's resolver knows no deadline of ours. */
final class NameLookup {

    private NameLookup() {}

    /** @throws IOException where the name is not known in time, or not at all */
    static InetAddress of(String name, Duration time) throws IOException {
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(name));
        // Not a virtual thread: the resolver would keep hold of its carrier.
        Thread.ofPlatform().daemon().name("name-lookup").start(lookup);
        try {
            return lookup.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw new IOException("The name was not found in time", e);
        } catch (ExecutionException e) {
            throw new IOException("The name is not known", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The search was interrupted", e);
        }
    }
}
