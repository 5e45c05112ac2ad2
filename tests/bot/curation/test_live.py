"""A revision that does not fit the folder any more: the last good knowledge stays, and nothing is built in vain."""

from __future__ import annotations

from collections.abc import Sequence

from bot.curation.changes import Action
from bot.curation.live import LiveKnowledge
from bot.curation.revisions import Revision
from knowledge.edits import Edit, Op
from tests.bot.storage.made import NOW
from tests.conftest import ROOT, bundled_understander


class Published:
    """Holds one revision, and counts how often it was read."""

    def __init__(self, edit: Edit) -> None:
        self.made = [Revision(1, NOW, "anna", "", Action.FILL, "kit", (edit,))]
        self.read = 0

    async def latest(self) -> int:
        return len(self.made)

    async def since(self, number: int = 0) -> Sequence[Revision]:
        self.read += 1
        return [revision for revision in self.made if revision.id > number]


async def test_what_does_not_fit_is_told_and_not_built_again_and_again() -> None:
    published = Published(Edit("entries/karlsruhe.yaml", ("entries", "=gone", "website"), Op.SET, "https://x.org"))
    known = bundled_understander()
    live = LiveKnowledge(ROOT / "knowledge" / "data", known, published)
    assert not await live.refresh()
    assert "there is no gone" in live.problem
    assert live.understander is known
    assert not await live.refresh()
    assert published.read == 1
