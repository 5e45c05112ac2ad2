"""What an answer only mentioned, besides what it is about: a question may go on about it, and about nothing else."""

from __future__ import annotations

from knowledge.context import Carried, Context
from knowledge.findings import Finding, Shape
from knowledge.query import Query


def beside(carried: Carried | None, query: Query, finding: Finding, context: Context) -> bool:
    """Tell whether a question, read as one about what was only mentioned, leads to something else than that.

    "What industry is it in?", "and how many companies are in it?": not those of another cluster of that industry.
    """
    about = carried.entries if carried else ()
    if len(about) != 1 or about[0] not in context.mentioned or about[0] in context.subjects:
        return False
    if finding.shape in {Shape.COUNT, Shape.LIST}:
        return not query.direct
    return finding.shape is Shape.FACT and all(s.entry != about[0] for s in finding.statements)
