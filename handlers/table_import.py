"""Writes the knowledge base of a table: all of it or nothing, learned and tried before it is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

import knowledge
from bot.phrases import Phrases
from bot.prepared import prepare
from bot.settings import STATE_DIR
from handlers.knowledge_new import NewKnowledgeError, check_place
from knowledge.loader import load_common
from knowledge.tables import Table, files_of, language_of

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

WIDE = 10_000
"""Letters of a line of YAML before it is broken: texts stay in one line."""


def taken_over(table: Table, name: str, folder: Path, progress: Callable[[float], None] | None = None) -> None:
    """Write the knowledge base of a table, check it, and learn from it, so that the first start is quick.

    Args:
        table: at least one answer.
        name: what the table is called.
        folder: where to; must not exist or be empty.
        progress: is told the share of learning that is done, from 0 to 1.

    Raises:
        NewKnowledgeError: it cannot be written, or breaks a rule of the format.
    """
    check_place(folder)
    target = folder.absolute()
    draft: Path | None = None
    dated = datetime.now(UTC).date().isoformat()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name[:60]}.", dir=target.parent))
        heading = Phrases(load_common().phrases).say(language_of(table), "new_said.heading")
        for file, held in files_of(table, name, dated, heading).items():
            path = draft / file
            path.parent.mkdir(exist_ok=True)
            text = yaml.dump(held, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDE)
            path.write_text(text, encoding="utf-8")
        prepare(draft, STATE_DIR / "cache", progress)
        draft.chmod(0o755)
        if target.exists():
            target.rmdir()
        draft.rename(target)
    except OSError as error:
        raise NewKnowledgeError(f"{folder} cannot be written ({error.strerror}); name another folder") from error
    except knowledge.KnowledgeProblems as error:
        first = error.problems[0]
        raise NewKnowledgeError(f"that makes no knowledge base: {first.file}: {first.text}") from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
