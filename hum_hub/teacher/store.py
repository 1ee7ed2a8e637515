"""The reply store: every reply that was paid for, on disk before anything is made of it.

One SQLite file, written by one thread in groups: whatever waits while a group is being written makes up the next one.
Several processes may share it; the first reply to a request stays. It must not lie on a network file system.
"""

import asyncio
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from hum_hub.errors import TeacherError
from hum_hub.teacher.kept import COLUMNS, Asked, Kept, Spent, kept_of, packed, row_of, unpacked

Result = TypeVar("Result")
_TABLES = """
CREATE TABLE IF NOT EXISTS replies (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, prompt_key TEXT NOT NULL, teacher TEXT NOT NULL,
    stage TEXT NOT NULL, prompt BLOB NOT NULL, text TEXT NOT NULL, model TEXT NOT NULL, finish TEXT NOT NULL,
    input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, discount REAL NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS spent (
    teacher TEXT PRIMARY KEY, replies INTEGER NOT NULL, input_tokens REAL NOT NULL, output_tokens REAL NOT NULL);
CREATE TABLE IF NOT EXISTS asked (
    key TEXT PRIMARY KEY, prompt_key TEXT NOT NULL, teacher TEXT NOT NULL, stage TEXT NOT NULL, prompt BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
MOST_LOG = 16 * 1024 * 1024
"""How many bytes SQLite's log may have before it is brought into the file."""
GATHERED = 0.005
"""For how many seconds what is written is gathered, to be brought to the disk at once."""
_ROWS = 500
"""How many replies a statement is about; SQLite bounds the values of one."""


class ReplyStore:
    """The replies of a project; see the module."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._reading = self._guarded(self._open)
        self._quick = self._guarded(lambda: self._open(patience=0.02))
        self._writing: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, "reply-store")
        self._sync_thread = ThreadPoolExecutor(1, "reply-store-sync")
        self._unsynced: list[asyncio.Future[None]] = []
        self._syncing: asyncio.Task[None] | None = None
        self._waiting: list[tuple[Kept, asyncio.Future[Kept]]] = []
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> "ReplyStore":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits and close the file."""
        self._thread.submit(self._close_writing).result()
        self._thread.shutdown()
        self._sync_thread.shutdown()
        self._sync()
        self._quick.close()
        self._reading.close()

    def get(self, key: str) -> Kept | None:
        """The reply to a request, if there is one."""
        found = self._guarded(
            lambda: self._reading.execute(f"SELECT {COLUMNS} FROM replies WHERE key = ?", (key,)).fetchone()
        )
        return kept_of(found) if found else None

    async def put(self, kept: Kept) -> Kept:
        """Keep a reply; returns once it is on disk. The reply that was there before, if any, stays and is given back."""
        found = await self.write(kept)
        await self.sync()
        return found

    async def sync(self) -> None:
        """Wait until all that is written is on disk, where the end of the machine cannot reach it either."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._unsynced.append(future)
        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.create_task(self._sync_groups())
        await future

    async def write(self, kept: Kept) -> Kept:
        """Write a reply; from then on the end of this process cannot reach it. Gives back what was there before."""
        try:  # at once: handing it to another thread would take longer than writing it
            before = self._write_group(self._quick, [kept])[0]
        except (
            sqlite3.OperationalError
        ):  # another process is writing, or the disk is full: the thread can wait and tell
            before = await self._written(kept)
        return before or kept

    async def _written(self, kept: Kept) -> Kept:
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((kept, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_groups())
        return await future

    def put_all(self, replies: Sequence[Kept]) -> int:
        """Keep many replies at once; how many of them are new."""
        return self._thread.submit(self._write, list(replies)).result().count(None)

    def spent(self) -> dict[str, Spent]:
        """What the replies of each teacher have cost."""
        rows = self._query("SELECT teacher, replies, input_tokens, output_tokens FROM spent ORDER BY teacher")
        return {teacher: Spent(*numbers) for teacher, *numbers in rows}

    def entries(self, where: str = "1", values: Sequence[Any] = ()) -> Iterator[Kept]:
        """All replies, or those of an SQL condition, in the order of their keys; read in pages."""
        last = ""
        while True:
            page = self._query(
                f"SELECT {COLUMNS} FROM replies WHERE key > ? AND ({where}) ORDER BY key LIMIT 500", (last, *values)
            )
            if not page:
                return
            yield from map(kept_of, page)
            last = page[-1][0]

    def counts(self, where: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Of the replies of an SQL condition: teacher, stage, model, finish, how many, input and output tokens."""
        return self._query(
            "SELECT teacher, stage, model, finish, COUNT(*), SUM(input_tokens), SUM(output_tokens) FROM replies "
            f"WHERE {where} GROUP BY teacher, stage, model, finish ORDER BY teacher, stage, model, finish",
            values,
        )

    def remove(self, where: str, values: Sequence[Any] = ()) -> int:
        """Remove the replies of an SQL condition; how many there were. What they have cost stays counted."""

        def work(connection: sqlite3.Connection) -> int:
            count = connection.execute(f"DELETE FROM replies WHERE {where}", values).rowcount
            if count:
                connection.execute(_NEXT_GENERATION)
            return count

        return self._done(work)

    def generation(self) -> str:
        """Changes whenever replies are removed, so that what was made of them is made again."""
        return str(self.note("generation") or 0)

    def note(self, name: str) -> Any:
        """Something remembered under a name, as JSON data; `None` if nothing is."""
        found = self._query("SELECT value FROM notes WHERE name = ?", (name,))
        return json.loads(found[0][0]) if found else None

    def remember(self, name: str, value: Any) -> None:
        """Remember JSON data under a name."""
        self._done(lambda to: to.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, json.dumps(value))))

    def notes(self, prefix: str) -> dict[str, Any]:
        """All that is remembered under names that begin with `prefix`."""
        rows = self._query("SELECT name, value FROM notes WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        return {name: json.loads(value) for name, value in sorted(rows)}

    def forget(self, name: str) -> None:
        """Remember nothing under a name any more."""
        self._done(lambda to: to.execute("DELETE FROM notes WHERE name = ?", (name,)))

    def ask_for(self, requests: Sequence[Asked]) -> None:
        """Remember requests whose replies will come from elsewhere, so that these can be joined to them."""
        rows = [(each.key, each.prompt_key, each.teacher, each.stage, packed(each.prompt)) for each in requests]
        self._done(lambda to: to.executemany("INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?)", rows))

    def asked(self, key: str) -> Asked | None:
        """The request of a key, if it was asked elsewhere and has no reply yet."""
        found = self._query("SELECT key, prompt_key, teacher, stage, prompt FROM asked WHERE key = ?", (key,))
        if not found:
            return None
        own, prompt_key, teacher, stage, prompt = found[0]
        return Asked(own, prompt_key, teacher, stage, unpacked(prompt))

    def _done(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do some work in one transaction, in the thread that writes."""

        def whole() -> Result:
            with self._connection() as connection:
                connection.execute("BEGIN IMMEDIATE")
                return work(connection)

        return self._guarded(lambda: self._thread.submit(whole).result())

    def _query(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._guarded(lambda: self._reading.execute(statement, values).fetchall())

    async def _sync_groups(self) -> None:
        loop = asyncio.get_running_loop()
        while self._unsynced:
            await asyncio.sleep(GATHERED)
            group, self._unsynced = self._unsynced, []
            try:
                await loop.run_in_executor(self._sync_thread, self._sync)
            except OSError as error:
                failure = TeacherError(f"the reply store {self.path} cannot be written: {error}; free the disk")
                _settle_all(group, failure)
            else:
                _settle_all(group, None)

    def _sync(self) -> None:
        """Bring SQLite's log to the disk; what has left the log has been brought there by SQLite."""
        with suppress(FileNotFoundError), open(f"{self.path}-wal", "rb") as log:
            os.fsync(log.fileno())
            if os.fstat(log.fileno()).st_size > MOST_LOG:
                with closing(self._open()) as connection:
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    async def _write_groups(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                there = await loop.run_in_executor(self._thread, self._write, [kept for kept, _ in group])
            except Exception as error:  # whoever waits must hear of it, whatever it is
                for _, future in group:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (kept, future), before in zip(group, there, strict=True):
                if not future.done():
                    future.set_result(before or kept)

    def _write(self, group: list[Kept]) -> list[Kept | None]:
        """Write a group in one transaction; for each reply the one that was there before."""
        return self._guarded(lambda: self._write_group(self._connection(), group))

    def _write_group(self, connection: sqlite3.Connection, group: list[Kept]) -> list[Kept | None]:
        """In few statements whatever the size of the group: between two of them the event loop gets its turn."""
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            there = self._there(connection, [kept.key for kept in group])
            found, new = list[Kept | None](), list[Kept]()
            for kept in group:
                found.append(there.get(kept.key))
                if kept.key not in there:
                    there[kept.key] = kept
                    new.append(kept)
            for start in range(0, len(new), _ROWS):
                page = new[start : start + _ROWS]
                rows = ",".join(["(?,?,?,?,?,?,?,?,?,?,?)"] * len(page))
                values = [value for kept in page for value in row_of(kept)]
                connection.execute(f"INSERT INTO replies ({COLUMNS}) VALUES {rows}", values)
            connection.executemany(_SPEND, _costs(group, found))
            connection.executemany("DELETE FROM asked WHERE key = ?", [(kept.key,) for kept in group])
        return found

    def _there(self, connection: sqlite3.Connection, keys: list[str]) -> dict[str, Kept]:
        """The replies that are in the store already, by their keys."""
        found = list[Any]()
        for start in range(0, len(keys), _ROWS):
            page = keys[start : start + _ROWS]
            marks = ",".join("?" * len(page))
            found += connection.execute(f"SELECT {COLUMNS} FROM replies WHERE key IN ({marks})", page).fetchall()
        return {kept.key: kept for kept in map(kept_of, found)}

    def _connection(self) -> sqlite3.Connection:
        """The connection of the writing thread."""
        if self._writing is None:
            self._writing = self._open()
        return self._writing

    def _close_writing(self) -> None:
        if self._writing is not None:
            self._writing.close()

    def _open(self, patience: float = 60.0) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=patience, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # `sync` does it, so that no writer has to wait for it
        connection.execute("PRAGMA synchronous = NORMAL")  # `sync` brings replies to the disk, while others are written
        connection.executescript(_TABLES)
        return connection

    def _guarded(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except sqlite3.Error as error:
            raise TeacherError(
                f"the reply store {self.path} cannot be used: {error}; free the disk, or move the file away"
            ) from error


def _settle_all(group: list[asyncio.Future[None]], error: Exception | None) -> None:
    for future in group:
        if not future.done():
            future.set_result(None) if error is None else future.set_exception(error)


_NEXT_GENERATION = """
INSERT INTO notes VALUES ('generation', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1
"""
_SPEND = """
INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT (teacher) DO UPDATE SET
    replies = replies + excluded.replies, input_tokens = input_tokens + excluded.input_tokens,
    output_tokens = output_tokens + excluded.output_tokens
"""


def _costs(group: list[Kept], there: list[Kept | None]) -> list[tuple[str, int, float, float]]:
    """What the replies of a group have cost, by teacher.

    Another reply was there before: both have been paid for. The same one: it has come in two ways, and was paid once.
    """
    sums: dict[str, tuple[int, float, float]] = {}
    for kept, before in zip(group, there, strict=True):
        if kept.finish != "rejected" and (before is None or before.text != kept.text):
            count, given, taken = sums.get(kept.teacher, (0, 0.0, 0.0))
            given += kept.input_tokens * kept.discount
            sums[kept.teacher] = (count + 1, given, taken + kept.output_tokens * kept.discount)
    return [(teacher, *sum) for teacher, sum in sums.items()]
