"""The peers a journal is measured against: each keeps the same sessions, set up as well as it can be.

Every peer is durable when a call returns (WAL and FULL where it is SQLite) and gives plain dicts.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def month_and_themes(session):
    """Return the month of a plain session and the themes of its cases."""
    return session["on"][:7], {theme for case in session["cases"] for theme in case["themes"]}


def counted(sessions):
    """Count themes per month by reading everything."""
    found = Counter()
    for session in sessions:
        month, themes = month_and_themes(session)
        found.update((month, theme) for theme in themes)
    return found


class AppendedFile:
    """The floor: one write and one fdatasync a record, no way to read one back."""

    name = "write + fdatasync"

    def __init__(self, folder):
        self.path = folder / "floor"
        self.file = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def append(self, session):
        """Write one record and wait for the disk."""
        os.write(self.file, json.dumps(session).encode())
        os.fdatasync(self.file)

    def close(self):
        """Close the file."""
        os.close(self.file)


class SqliteJson:
    """Unencrypted: a row of JSON a session, and a table of its themes."""

    name = "sqlite3 + json + theme table (not encrypted)"
    module = sqlite3

    def __init__(self, folder):
        self.path = folder / "store.db"
        self.db = self.connected()
        self.db.execute("CREATE TABLE IF NOT EXISTS s (id TEXT PRIMARY KEY, month TEXT, body TEXT)")
        self.db.execute("CREATE TABLE IF NOT EXISTS t (theme TEXT, month TEXT, id TEXT)")
        self.db.execute("CREATE INDEX IF NOT EXISTS i ON t (theme, month)")

    def connected(self):
        """Return a connection as durable as ours."""
        db = self.module.connect(self.path, isolation_level=None)
        self.unlock(db)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return db

    def unlock(self, db):
        """Do nothing: there is no key."""

    def append(self, session):
        """Insert one session, durably."""
        self.append_all([session])

    def append_all(self, sessions):
        """Insert many in one transaction."""
        rows = [(one["id"], one["on"][:7], json.dumps(one)) for one in sessions]
        themes = [
            (theme, month, one["id"])
            for one in sessions
            for month, found in [month_and_themes(one)]
            for theme in found
        ]
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany("INSERT INTO s VALUES (?, ?, ?)", rows)
        self.db.executemany("INSERT INTO t VALUES (?, ?, ?)", themes)
        self.db.execute("COMMIT")

    def read_cold(self, record):
        """Open the store anew and read one session."""
        db = self.module.connect(self.path)
        self.unlock(db)
        found = json.loads(db.execute("SELECT body FROM s WHERE id = ?", (record,)).fetchone()[0])
        db.close()
        return found

    def read_all(self):
        """Yield every session."""
        for (body,) in self.db.execute("SELECT body FROM s"):
            yield json.loads(body)

    def themes(self, db=None):
        """Count themes per month."""
        sql = "SELECT month, theme, count(*) FROM t GROUP BY theme, month"
        return {(month, theme): count for month, theme, count in (db or self.db).execute(sql)}

    @contextmanager
    def opened_anew(self):
        """Give what counts themes over a new connection that was used once."""
        with closing(self.connected()) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield lambda: self.themes(db)

    def themes_cold(self):
        """Open the database anew and count themes per month."""
        with closing(self.connected()) as db:
            return self.themes(db)

    def close(self):
        """Close the database."""
        self.db.close()


class SqlCipher(SqliteJson):
    """The same tables in an encrypted file, with a raw key so that no derivation is timed."""

    name = "SQLCipher + json + theme table"
    key = secrets.token_hex(32)

    @property
    def module(self):
        """The driver."""
        import sqlcipher3

        return sqlcipher3

    def unlock(self, db):
        """Give the raw key."""
        db.execute(f"PRAGMA key = \"x'{self.key}'\"")


class SealedByHand:
    """One sealed column in SQLite; themes can only be counted by opening everything."""

    def __init__(self, folder):
        self.path = folder / "store.db"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("CREATE TABLE IF NOT EXISTS s (id TEXT PRIMARY KEY, body BLOB)")

    def append(self, session):
        """Insert one session, durably."""
        self.append_all([session])

    def append_all(self, sessions):
        """Insert many in one transaction."""
        rows = [(one["id"], self.sealed(json.dumps(one).encode())) for one in sessions]
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany("INSERT INTO s VALUES (?, ?)", rows)
        self.db.execute("COMMIT")

    def read_cold(self, record):
        """Open the store anew and read one session."""
        db = sqlite3.connect(self.path)
        body = db.execute("SELECT body FROM s WHERE id = ?", (record,)).fetchone()[0]
        db.close()
        return json.loads(self.opened(body))

    def read_all(self):
        """Yield every session."""
        for (body,) in self.db.execute("SELECT body FROM s"):
            yield json.loads(self.opened(body))

    def themes(self):
        """Count themes per month."""
        return counted(self.read_all())

    def close(self):
        """Close the database."""
        self.db.close()


class FernetByHand(SealedByHand):
    """Sealed by Fernet."""

    name = "sqlite3 + json + Fernet"
    fernet = Fernet(Fernet.generate_key())

    def sealed(self, text):
        """Return a token."""
        return self.fernet.encrypt(text)

    def opened(self, token):
        """Return its text."""
        return self.fernet.decrypt(token)


class AesGcmByHand(SealedByHand):
    """Sealed by AES-256-GCM with a random nonce."""

    name = "sqlite3 + json + AES-GCM"
    cipher = AESGCM(AESGCM.generate_key(256))

    def sealed(self, text):
        """Return nonce and ciphertext."""
        nonce = os.urandom(12)
        return nonce + self.cipher.encrypt(nonce, text, None)

    def opened(self, sealed):
        """Return the text."""
        return self.cipher.decrypt(sealed[:12], sealed[12:], None)


class SqlAlchemyEncrypted:
    """A mapped table with SQLAlchemy-Utils' `StringEncryptedType`, used through Core."""

    name = "SQLAlchemy StringEncryptedType"

    def __init__(self, folder):
        import sqlalchemy as sa
        from sqlalchemy_utils import StringEncryptedType
        from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine

        self.path = folder / "store.db"
        self.sa = sa
        self.engine = sa.create_engine(f"sqlite:///{self.path}")
        sealed = StringEncryptedType(sa.Text, "k" * 32, AesGcmEngine)
        columns = [sa.Column("id", sa.Text, primary_key=True), sa.Column("body", sealed)]
        self.table = sa.Table("s", sa.MetaData(), *columns)
        with self.engine.connect() as db:
            db.exec_driver_sql("PRAGMA journal_mode=WAL")
            db.exec_driver_sql("PRAGMA synchronous=FULL")
        self.table.create(self.engine, checkfirst=True)

    def append(self, session):
        """Insert one session, durably."""
        self.append_all([session])

    def append_all(self, sessions):
        """Insert many in one transaction."""
        rows = [{"id": one["id"], "body": json.dumps(one)} for one in sessions]
        with self.engine.begin() as db:
            db.execute(self.table.insert(), rows)

    def read_cold(self, record):
        """Read one session over a new connection."""
        self.engine.dispose()
        with self.engine.connect() as db:
            query = self.sa.select(self.table.c.body).where(self.table.c.id == record)
            return json.loads(db.execute(query).scalar_one())

    def read_all(self):
        """Yield every session."""
        with self.engine.connect() as db:
            for (body,) in db.execute(self.sa.select(self.table.c.body)):
                yield json.loads(body)

    def themes(self):
        """Count themes per month."""
        return counted(self.read_all())

    def close(self):
        """Close every connection."""
        self.engine.dispose()


class KeyValueFernet:
    """py-key-value on disk behind its Fernet wrapper."""

    name = "py-key-value + Fernet on disk"

    def __init__(self, folder):
        from key_value.aio.stores.disk import DiskStore
        from key_value.aio.wrappers.encryption.fernet import FernetEncryptionWrapper

        self.path = folder
        self.loop = asyncio.new_event_loop()
        self.disk = DiskStore(directory=str(folder), max_size=8 * 2**30)
        fernet = Fernet(Fernet.generate_key())
        self.store = FernetEncryptionWrapper(key_value=self.disk, fernet=fernet)
        self.ids = []

    def append(self, session):
        """Put one session."""
        self.ids.append(session["id"])
        self.loop.run_until_complete(self.store.put(session["id"], session))

    def append_all(self, sessions):
        """Put many."""
        self.ids += [one["id"] for one in sessions]
        values = self.store.put_many([one["id"] for one in sessions], sessions)
        self.loop.run_until_complete(values)

    def read_cold(self, record):
        """Read one; the store cannot be opened a second time beside itself."""
        return self.loop.run_until_complete(self.store.get(record))

    def read_all(self):
        """Yield every session."""
        for start in range(0, len(self.ids), 1000):
            yield from self.loop.run_until_complete(
                self.store.get_many(self.ids[start : start + 1000])
            )

    def themes(self):
        """Count themes per month."""
        return counted(self.read_all())

    def close(self):
        """Close store and loop."""
        self.loop.run_until_complete(self.disk.close())
        self.loop.close()


PEERS = [
    SqliteJson,
    SqlCipher,
    FernetByHand,
    AesGcmByHand,
    SqlAlchemyEncrypted,
    KeyValueFernet,
]
