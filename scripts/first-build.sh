#!/bin/sh
# Says how long it will take, where RocksDB has not been compiled yet.
cd "$(dirname "$0")/.." || exit 1
if ! ls "${CARGO_TARGET_DIR:-target}"/release/build/oxrocksdb-sys-*/out/librocksdb.a >/dev/null 2>&1; then
    echo "The first build compiles RocksDB: about ten minutes on two processors, two on sixteen. Later builds do not."
fi
