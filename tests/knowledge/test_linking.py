"""Names in a text, however spelt, in any language → entries; words → concepts."""

from __future__ import annotations

import pytest
import yaml

from knowledge.understanding import Understander
from tests.conftest import ROOT


def linked(understander: Understander, text: str, language: str | None = None) -> set[str]:
    """Return the ids of the entries that a text is taken to name or hint at."""
    spans, _ = understander.linker.link(text, language)
    return {meaning.id.removeprefix("e:") for span in spans for meaning in span.meanings if meaning.id.startswith("e:")}


def concepts(understander: Understander, text: str) -> set[str]:
    spans, _ = understander.linker.link(text)
    return {meaning.id.removeprefix("c:") for span in spans for meaning in span.meanings if meaning.id.startswith("c:")}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Cyberforum", "cyberforum"),
        ("CYBERFORUM", "cyberforum"),
        ("cyber forum", "cyberforum"),
        ("cyber-forum", "cyberforum"),
        ("cyberfrum", "cyberforum"),
        ("cyebrforum", "cyberforum"),
        ("Сyberfоrum", "cyberforum"),  # the first С and the о are Cyrillic
        ("сниукащкгь", "cyberforum"),
        ("nano valley", "nanovalley"),
        ("NanoValey", "nanovalley"),
        ("kaitsi", "kait-si"),
        ("KAIT SI", "kait-si"),
        ("Eco World Styria", "eco-world-styria"),
        ("ecoworldstyria", "eco-world-styria"),
        ("BioNanoNet", "bionanonet"),
        ("bio nano net", "bionanonet"),
        ("tech for taste", "techfortaste"),
        ("Steiermark", "styria"),
        ("Stiria", "styria"),
        ("Estiria", "styria"),
        ("Карлсруэ", "karlsruhe"),
        ("Karlsrue", "karlsruhe"),
        ("Vénétie", "veneto"),
        ("Venetien", "veneto"),
        ("Allemagne", "germany"),
        ("Deutschland", "germany"),
        ("Németország", ""),
        ("Vaermland", "varmland"),
        ("värmland", "varmland"),
        ("Michael Porter", "porter"),
        ("krugmann", "krugman"),
        ("becatini", "becattini"),
        ("pole de competitivite", "poles"),
        ("poles de competivité", "poles"),
        ("Nord Pas-de-Calais", "nord-pas-de-calais"),
        ("decarte", "decarte"),
        ("www.cyberforum.de", "ref-3"),
        ("a sawmill", "timber"),
        ("we make cheese", "food"),
        ("gearboxes", "automotive"),
        ("security software", "it-security"),
    ],
)
def test_a_name_however_spelt(understander: Understander, text: str, entry: str) -> None:
    found = linked(understander, text)
    assert entry in found if entry else not found


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Australia", "austria"),
        ("Hungary", "germany"),
        ("a kit for a bike", "kait-si"),
        ("importer", "porter"),
        ("history", "styria"),
        ("portal", "porter"),
    ],
)
def test_a_word_of_its_own_is_no_typing_error(understander: Understander, text: str, never: str) -> None:
    assert never not in linked(understander, text)


def test_several_names_in_one_text(understander: Understander) -> None:
    found = linked(understander, "Compare nanovally with the Karlsruher Energieforum in Germany")
    assert {"nanovalley", "karlsruhe-energy-forum", "germany"} <= found


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("how many members", "count"),
        ("wie viele Mitglieder", "count"),
        ("combien de membres", "count"),
        ("quanti membri", "count"),
        ("cuántos miembros", "count"),
        ("hur många medlemmar", "count"),
        ("сколько участников", "count"),
        ("where is it", "where"),
        ("wo liegt das", "where"),
    ],
)
def test_words_of_any_language_mean_a_concept(understander: Understander, text: str, concept: str) -> None:
    assert concept in concepts(understander, text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many members does Cyberforum have?", "en"),
        ("Wie viele Mitglieder hat das Cyberforum?", "de"),
        ("Combien de membres compte Cyberforum ?", "fr"),
        ("Quanti membri ha Cyberforum?", "it"),
        ("¿Cuántos miembros tiene Cyberforum?", "es"),
        ("Hur många medlemmar har Cyberforum?", "sv"),
        ("Câți membri are Cyberforum?", "ro"),
        ("Сколько участников в Cyberforum?", "ru"),
        ("Mitu liiget on Cyberforumil?", "et"),
        ("and in Karlsruhe?", "en"),
        ("and in Vénétie?", "en"),
        ("und in Lyon?", "de"),
        ("et à Nottingham ?", "fr"),
    ],
)
def test_the_language_of_a_question(understander: Understander, text: str, language: str) -> None:
    assert understander.linker.link(text)[1] == language


def test_a_name_alone_leaves_the_language_to_the_screen(understander: Understander) -> None:
    assert understander.linker.link("Cyberforum", "fr")[1] == "fr"
    assert understander.linker.link("Cyberforum")[1] == "en"


@pytest.mark.parametrize("place", ["Karlsruhe", "Lyon", "Nottingham", "Linz"])
def test_a_place_leaves_the_language_to_the_conversation(understander: Understander, place: str) -> None:
    assert [understander.linker.link(f"{place}?", spoken)[1] for spoken in ("en", "de", "fr")] == ["en", "de", "fr"]


@pytest.mark.parametrize("text", ["Who runs Cyberforum? And Nanovalley!", "a\nb", "pôles 71 (2011) R&D :-) 🚗", ""])
def test_spans_stand_in_order(understander: Understander, text: str) -> None:
    spans, _ = understander.linker.link(text)
    assert all(0 <= span.start <= span.end for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert all(0 < span.similarity <= 1 for span in spans)


def test_an_unknown_word_has_no_meaning(understander: Understander) -> None:
    (span,), _ = understander.linker.link("xylquorp")
    assert (span.meanings, span.text) == ((), "xylquorp")


MISSPELT: dict[str, list[dict[str, str]]] = yaml.safe_load(
    (ROOT / "tests/knowledge/misspelt.yaml").read_text(encoding="utf-8")
)


def meant_by(understander: Understander, case: dict[str, str]) -> set[str]:
    spans, _ = understander.linker.link(case["text"], case["language"])
    return {meaning.id for span in spans for meaning in span.meanings}


@pytest.mark.parametrize("case", MISSPELT["meant"], ids=lambda case: case["text"])
def test_what_a_typing_error_was_meant_for(understander: Understander, case: dict[str, str]) -> None:
    assert case["id"] in meant_by(understander, case)


@pytest.mark.parametrize("case", MISSPELT["never"], ids=lambda case: case["text"])
def test_what_a_typing_error_was_not_meant_for(understander: Understander, case: dict[str, str]) -> None:
    assert case["id"] not in meant_by(understander, case)
