package dev.cloister.retrieval.search;

import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Lucene's writer and searchers of one folder. A change is on disk and visible when its call returns, or undone: a writer
 * that failed is given up with all that was not committed, and the next call opens another, so that a disk that was full
 * needs no restart once it has space.
 */
final class LiveIndex implements AutoCloseable {

    private final Directory directory;
    private final Supplier<IndexWriterConfig> settings;
    private Session session;

    private record Session(IndexWriter writer, SearcherManager searchers) {}

    LiveIndex(Directory directory, Supplier<IndexWriterConfig> settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.session = open();
    }

    @FunctionalInterface
    interface Change {
        void make(IndexWriter writer) throws IOException;
    }

    @FunctionalInterface
    interface Reading<T> {
        T read(IndexSearcher searcher) throws IOException;
    }

    void write(Change change) throws IOException {
        Session current = session();
        try {
            change.make(current.writer());
            current.writer().commit();
            current.searchers().maybeRefreshBlocking();
            // The searcher before held files of merged-away segments open; they can go now.
            current.writer().deleteUnusedFiles();
        } catch (IOException e) {
            giveUp(current, e);
            throw e;
        } catch (IllegalStateException e) {
            // So Lucene says that a merge in the background failed, or another change, and this one with it.
            IOException failure = new IOException("the index's writer failed", e);
            giveUp(current, failure);
            throw failure;
        }
    }

    <T> T read(Reading<T> reading) throws IOException {
        while (true) {
            SearcherManager searchers = session().searchers();
            IndexSearcher searcher;
            try {
                searcher = searchers.acquire();
            } catch (AlreadyClosedException e) {
                // The session was given up between the two calls, or the index was closed: then session() refuses.
                continue;
            }
            try {
                return reading.read(searcher);
            } finally {
                searchers.release(searcher);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try (directory;
                IndexWriter writer = session.writer();
                SearcherManager searchers = session.searchers()) {
            if (writer.isOpen()) {
                writer.commit();
            }
        } catch (IllegalStateException e) {
            throw new IOException("the index's writer failed", e);
        }
    }

    private synchronized Session session() throws IOException {
        if (!session.writer().isOpen()) {
            session.searchers().close();
            session = open();
        }
        return session;
    }

    private synchronized void giveUp(Session failed, IOException failure) {
        try {
            failed.writer().rollback();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Session open() throws IOException {
        IndexWriter writer = new IndexWriter(directory, settings.get());
        try {
            return new Session(writer, new SearcherManager(writer, null));
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }
}
