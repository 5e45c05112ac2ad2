"""Texts in the encodings of Windows, short as a table of two lines."""

from __future__ import annotations

import pytest

from handlers.encodings import decoded


@pytest.mark.parametrize(
    ("page", "question", "answer"),
    [
        ("cp1252", "Dov'è la città più vicina?", "È là, così vicina che non c'è nessun autobus."),
        ("cp1252", "¿Dónde está el niño?", "Mañana vuelve à la Niña."),
        ("cp1250", "Kde mohu zaparkovat své auto?", "Na dvoře za mlýnem, příště také."),
        ("cp1250", "Hol lehet parkolni az autóval?", "Az udvaron, kilenctől ötig."),
        ("cp1250", "Gdzie mogę zaparkować samochód?", "Na podwórzu za młynem."),
        ("cp1251", "Где можно оставить машину?", "Во дворе за мельницей."),
        ("cp1253", "Πού μπορώ να παρκάρω;", "Στην αυλή πίσω από τον μύλο."),
        ("cp1254", "Arabamı nereye park edebilirim?", "Değirmenin arkasındaki avluda, güneşli yerde."),
    ],
)
def test_each_code_page_of_windows_is_told_by_its_languages(page: str, question: str, answer: str) -> None:
    text = f"id,question,answer\nyard,{question},{answer}\n"
    assert decoded(text.encode(page)) == (text, page.replace("cp", "Windows-"))
