"""A pytest plugin that puts our storage and table in the place of TinyDB's own."""

from __future__ import annotations

import tinydb
from tinydb import storages

from supervision.storage._tinydb_log import LogStorage, LogTable


class Storage(LogStorage):
    def __init__(self, path, **_):
        # How TinyDB's storage lays out its JSON is not up to ours.
        super().__init__(path)


for module in (tinydb, storages, tinydb.database):
    module.JSONStorage = Storage
tinydb.TinyDB.default_storage_class = Storage
tinydb.TinyDB.table_class = LogTable
