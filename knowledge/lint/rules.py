"""The table of all rules, and what runs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from knowledge.lint import asking, names, statements
from knowledge.lint.finding import Finding, Level, Rule
from knowledge.lint.folder import Folder

ERROR, WARNING = Level.ERROR, Level.WARNING

RULES = (
    Rule("placeholder", ERROR, "texts that somebody meant to replace, such as TODO", statements.placeholders),
    Rule("twins", ERROR, "entries of one kind and title that no field tells apart", names.twins),
    Rule(
        "answers-collide",
        ERROR,
        "phrasings with `exact: true` of the same words that ask for different things",
        asking.colliding_answers,
    ),
    Rule("golden-stray", ERROR, "golden questions for an entry that is not there", statements.stray_golden_questions),
    Rule(
        "phrasings-collide",
        WARNING,
        "phrasings of the same words, whatever their order, that ask for different things",
        asking.colliding_phrasings,
    ),
    Rule("name-is-word", WARNING, "names of entries that are also words of the vocabulary", names.shadowed_names),
    Rule("title-shared", WARNING, "titles that several entries have", names.shared_titles),
    Rule("unreachable", WARNING, "entries without name, everyday word or way to ask", names.unreachable),
    Rule("field-unaskable", WARNING, "fields that entries hold and nobody can ask for", asking.unaskable_fields),
    Rule("fact-unaskable", WARNING, "facts whose ways to ask hold no word that means anything", asking.unaskable_facts),
    Rule("field-idle", WARNING, "fields that no kind has or no entry holds", asking.idle_fields),
    Rule("kind-empty", WARNING, "kinds without an entry", asking.empty_kinds),
    Rule("kind-wordless", WARNING, "kinds and units that no word of any language means", asking.wordless_kinds),
    Rule(
        "facet-empty", WARNING, "entries without the field that narrows lists of their kind down", asking.empty_facets
    ),
    Rule("concept-idle", WARNING, "concepts without a word in any language that nothing uses", asking.idle_concepts),
    Rule(
        "source-nameless", WARNING, "sources without a short name to stand below answers", statements.nameless_sources
    ),
    Rule("text-cut", WARNING, "texts with a # in them, which YAML takes for a comment", statements.cut_texts),
    Rule("undated", WARNING, "dates that name no year", statements.undated),
    Rule("review-overdue", WARNING, "files and entries whose day of `review` is past", statements.overdue),
    Rule("address-example", WARNING, "addresses at example.org and its like", statements.example_addresses),
    Rule("golden-missing", WARNING, "entries that no golden question asks for", statements.no_golden_question),
    Rule(
        "untranslated",
        WARNING,
        "statements without a text in a language that others are told in; a line a file",
        statements.untranslated,
    ),
)
"""Everything that is looked for, the graver first."""

SHOWN_A_FILE = 5
"""Findings of one rule that are told of one file; of more, the first stands for all."""


def lint(folder: Folder) -> list[Finding]:
    """Return all that the rules find, sorted by file and line."""
    found = (Finding(rule.level, rule.name, problem) for rule in RULES for problem in rule.find(folder))
    return sorted(found, key=lambda finding: (finding.problem, finding.rule))


def grouped(findings: Iterable[Finding], most: int = SHOWN_A_FILE) -> list[Finding]:
    """Return findings with one in the place of many: the first of those that one rule finds in one file."""
    listed = list(findings)
    counts = Counter((finding.rule, finding.problem.file) for finding in listed)
    shown: list[Finding] = []
    told: set[tuple[str, str]] = set()
    for finding in listed:
        key = (finding.rule, finding.problem.file)
        if finding.level is ERROR or counts[key] <= most:
            shown.append(finding)
        elif key not in told:
            told.add(key)
            shown.append(replace(finding, more=counts[key] - 1))
    return shown
