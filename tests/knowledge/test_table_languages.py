"""Tables whose rows name no language: what language they are in is told by their words, or not at all."""

from __future__ import annotations

import pytest
import yaml

from knowledge.loader import load_common
from knowledge.table_languages import Told, tell_languages
from knowledge.tables import Table, read_rows
from tests.conftest import ROOT

WAYS: dict[str, list[str]] = {
    one["language"]: [way for ways in one["ways"].values() for way in ways]
    for one in yaml.safe_load((ROOT / "tests" / "tables_in_languages.yaml").read_text("utf-8"))
} | {
    "en": ["When are you open?", "wifi password", "opening hours", "printer", "do you have lockers", "Is it loud?"],
    "es": ["¿A qué hora abrís?", "¿Dónde puedo aparcar?", "¿Cuánto cuesta una mesa al mes?", "la clave del wifi"],
    "et": ["Millal te avatud olete?", "Kus ma saan parkida?", "Kui palju laud kuus maksab?", "Kas koeri lubatakse?"],
    "fr": ["Quand êtes-vous ouverts ?", "Où garer ma voiture ?", "wifi", "Les chiens sont-ils admis ?"],
    "it": ["Quando siete aperti?", "Dove posso parcheggiare?", "Quanto costa una scrivania al mese?", "wifi"],
    "nl": ["Wanneer zijn jullie open?", "Waar kan ik parkeren?", "Wat kost een bureau?", "Is er een douche?"],
    "pl": ["Kiedy jesteście otwarci?", "Gdzie mogę zaparkować?", "Ile kosztuje biurko?", "Czy mogę zabrać psa?"],
    "pt": ["Quando estão abertos?", "Onde posso estacionar o carro?", "Quanto custa uma mesa?", "Posso trazer o cão?"],
    "ro": ["Când sunteți deschiși?", "Unde pot parca mașina?", "Cât costă un birou pe lună?", "Aveți duș?"],
    "sv": ["När har ni öppet?", "Var kan jag parkera bilen?", "Vad kostar ett skrivbord?", "Får man ta med hund?"],
}
"""Ways to ask in languages of which words are known, and of which none are."""

KNOWN = ("de", "en", "es", "et", "fr", "it", "ro", "ru", "sv")


def told(ways: list[str]) -> tuple[Table, Told]:
    rows = [(n, {"id": f"a{n}", "question": way, "answer": "So."}) for n, way in enumerate(ways)]
    table = read_rows(rows, "")
    return table, tell_languages(table, load_common(), "en")


def languages(table: Table) -> list[str]:
    return [language for answer in table.answers.values() for language in answer.questions.values()]


@pytest.mark.parametrize("language", sorted(WAYS))
def test_a_table_is_told_by_its_words_or_not_at_all(language: str) -> None:
    table, found = told(WAYS[language])
    known = language in KNOWN
    assert found.home == (language if known else "")
    assert set(languages(table)) == {language if known else "en"}


def test_of_a_table_in_two_languages_each_question_is_told_and_one_that_does_not_tell_is_as_most_are() -> None:
    german, english = WAYS["de"], ["Where can I park?", "May I bring my dog?", "What does a desk cost?"]
    table, found = told([*german, *english, "WLAN", "Hello"])
    assert languages(table) == ["de"] * len(german) + ["en"] * len(english) + ["de"] * 2
    assert found.questions == {"de": len(german) + 2, "en": len(english)}


def test_a_foreign_greeting_makes_no_table_a_mixed_one() -> None:
    _, found = told([*(f"When does course {n} begin?" for n in range(200)), "merci beaucoup"])
    assert found.questions == {"en": 201}


def test_a_row_that_names_its_language_keeps_it() -> None:
    rows = [{"id": "a", "question": "Where is it?", "answer": "So.", "language": "de"}]
    table = read_rows(enumerate(rows), "")
    assert tell_languages(table, load_common(), "en") == Told("", {})
    assert languages(table) == ["de"]
