"""A knowledge base ready to answer: loaded and indexed, or taken as it was from a cache on disk.

Indexing takes a second or two, reading what was indexed before about a tenth. The cache is keyed by the content of
every file of the knowledge, the common ones included, and of the code that indexes it, so it is never stale; a broken
or foreign file is ignored and written anew, and two starts at once each write a file of their own and rename it into
place.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import knowledge as knowledge_package
from knowledge import load
from knowledge.places import COMMON, GOLDEN
from knowledge.understanding import Understander

logger = logging.getLogger(__name__)

COLLECT_AFTER = (1_000, 5, 2_000)
"""Objects made before the collector looks, and how often it does before it looks at older ones too.

An answer makes some hundreds, most of them gone when it is told. Where 20,000 were looked through at once, what is
remembered of words among them, one answer in a thousand waited a tenth of a second.
"""

PACKAGE = "wordllama"
"""What tells what words mean, where it is installed."""

KEPT = 4
"""Files kept in the cache; older ones are of knowledge or code that has changed since."""


def prepare(folder: Path, cache: Path | None, progress: Callable[[float], None] | None = None) -> Understander:
    """Return what understands questions about a knowledge folder.

    Args:
        folder: the knowledge folder.
        cache: folder for what was indexed, made where it is missing; None for no cache.
        progress: is told the share that is learned of a table of phrasings, from 0 to 1.

    Raises:
        KnowledgeError: the knowledge has problems.
    """
    found = _prepared(folder, cache, progress)
    if found.phrased is not None:
        _on_one_thread()
    # What is known lives as long as the process: looking through it again and again only makes answers wait.
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return found


def _prepared(folder: Path, cache: Path | None, progress: Callable[[float], None] | None) -> Understander:
    if cache is None:
        return _built(folder, progress)
    path = cache / f"{fingerprint(folder)}.pickle"
    found = _read(path)
    if found is not None:
        return found
    built = _built(folder, progress)
    _write(path, built)
    return built


def _built(folder: Path, progress: Callable[[float], None] | None) -> Understander:
    known = load(folder)
    _on_one_thread()
    return Understander(known, progress=progress)


def _on_one_thread() -> None:
    """Keep numpy to one thread: with figures as few as these, threads wait for each other longer than they work."""
    import numpy as np  # noqa: F401, PLC0415 - what is not loaded yet is not limited
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415

    threadpool_limits(1)


def fingerprint(folder: Path) -> str:
    """Return a key for the content of a knowledge folder, the code that indexes it, this Python and word vectors."""
    digest = hashlib.sha256(f"{sys.version} {find_spec(PACKAGE) is not None}".encode())
    code = Path(knowledge_package.__file__).parent
    for path in (
        *sorted(p for p in code.rglob("*") if p.suffix in {".py", ".npy"}),
        *sorted(p for root in (COMMON, folder) for p in _read_from(root) if p.suffix in {".yaml", ".yml", ".txt"}),
    ):
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            digest.update(f"{path.name}:{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()[:32]


def _read_from(folder: Path) -> Iterator[Path]:
    """Yield the files of a knowledge folder that are indexed."""
    return (p for p in folder.rglob("*") if not p.relative_to(folder).as_posix().startswith(GOLDEN))


def _read(path: Path) -> Understander | None:
    """Read the cache; None where there is nothing usable, or nothing of our own."""
    try:
        if path.stat().st_uid != os.geteuid():
            return None  # unpickling runs what the file says: only what this user wrote is read
        gc.disable()  # reading a hundred thousand objects sets the collector off again and again, for nothing
        found = pickle.loads(path.read_bytes())  # noqa: S301 - written by this user, see above
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a cache, the knowledge is still there
        logger.info("the cache %s cannot be used and is written anew: %s", path, error)
        return None
    finally:
        gc.enable()
    return found if isinstance(found, Understander) else None


def _write(path: Path, built: Understander) -> None:
    """Write the cache, whole or not at all; where that fails the next start indexes again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            pickle.dump(built, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(name).replace(path)
        for old in sorted(path.parent.glob("*.pickle"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        logger.info("the cache %s cannot be written: %s", path, error)
