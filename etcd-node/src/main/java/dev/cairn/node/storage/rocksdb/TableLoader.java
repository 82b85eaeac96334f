// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes sorted records straight into tables and hands these to the database: they pass no memory table and, lying at its
 * bottom, are written once and never compacted. Each table is synced while it is written.
 */
final class TableLoader {
    private static final long TABLE_BYTES = 32L << 20;

    private final OpenDatabase store;

    TableLoader(OpenDatabase store) {
        this.store = store;
    }

    void load(Bucket bucket, Cursor records) throws RocksDBException {
        List<String> tables = new ArrayList<>();
        try (EnvOptions files = new EnvOptions().setBytesPerSync(OpenDatabase.SYNC_BYTES);
                Options options = store.tableOptions(bucket)) {
            boolean more = records.next();
            while (more) {
                String table = store.directory()
                        .resolve("load-" + bucket.ordinal() + "-" + tables.size())
                        .toString();
                try (SstFileWriter writer = new SstFileWriter(files, options)) {
                    writer.open(table);
                    more = fill(writer, bucket, records);
                    writer.finish();
                }
                tables.add(table);
            }
        }
        if (!tables.isEmpty()) {
            try (IngestExternalFileOptions move = new IngestExternalFileOptions().setMoveFiles(true)) {
                store.db().ingestExternalFile(store.family(bucket), tables, move);
            }
        }
    }

    /** Whether there are more records than one table takes; the cursor stands on the next one. */
    private static boolean fill(SstFileWriter writer, Bucket bucket, Cursor records) throws RocksDBException {
        boolean more = true;
        for (long bytes = 0; more && bytes < TABLE_BYTES; more = records.next()) {
            byte[] key = ColumnFamilies.storedKey(bucket, records.key());
            byte[] value = records.value();
            writer.put(key, value);
            bytes += key.length + value.length;
        }
        return more;
    }
}
