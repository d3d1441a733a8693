package dev.cloister.inference.llama;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An object of the library: freed once, never while a call uses it, never before the objects that are made of it, and
 * not to be used afterwards. Any other order ends the process in native code.
 */
final class NativeObject {

    private final String name;
    private final Optional<NativeObject> owner;
    private final MemorySegment address;
    private final MethodHandle destructor;
    private final AtomicInteger dependants = new AtomicInteger();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean freed;

    /** An object that depends on no other one. */
    NativeObject(String name, MemorySegment address, MethodHandle destructor) {
        this(name, Optional.empty(), address, destructor);
    }

    private NativeObject(String name, Optional<NativeObject> owner, MemorySegment address, MethodHandle destructor) {
        this.name = name;
        this.owner = owner;
        this.address = address;
        this.destructor = destructor;
    }

    interface Call<T> {
        T run(MemorySegment address) throws Throwable;
    }

    /**
     * Runs a call that uses the object.
     *
     * @throws IllegalStateException when it is freed
     */
    <T> T use(Call<T> call) {
        lock.readLock().lock();
        try {
            if (freed) {
                throw new IllegalStateException("the " + name + " is closed");
            }
            return Downcall.call(() -> call.run(address));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Registers an object that a call on this one has made; to be called within {@link #use}. */
    NativeObject own(String dependantName, MemorySegment dependant, MethodHandle dependantDestructor) {
        dependants.incrementAndGet();
        return new NativeObject(dependantName, Optional.of(this), dependant, dependantDestructor);
    }

    /**
     * Frees the object after the calls that use it now; a second time does nothing.
     *
     * @throws IllegalStateException while objects that are made of it are not freed; it stays as it is
     */
    void free() {
        lock.writeLock().lock();
        try {
            if (freed) {
                return;
            }
            if (dependants.get() > 0) {
                throw new IllegalStateException(
                        "the " + name + " is in use by " + dependants.get() + " others; close them first");
            }
            freed = true;
            Downcall.call(() -> {
                destructor.invokeExact(address);
                return true;
            });
        } finally {
            lock.writeLock().unlock();
        }
        owner.ifPresent(one -> one.dependants.decrementAndGet());
    }
}
