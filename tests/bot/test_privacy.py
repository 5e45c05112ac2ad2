from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import HASH_LENGTH, person_hasher, scrub, storable

KEY = b"0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("write to anna.muster+x@example.co.uk please", "write to [email] please"),
        ("mailto:a@b.at", "[email]"),
        ("anna (at) example.com", "[email]"),
        ("Müller@straße.de", "[email]"),
        ("call +43 664 1234567", "call [phone]"),
        ("0664/123 45 67 or (0711) 123456", "[phone] or [phone]"),
        ("06 12 34 56 78", "[phone]"),
        ("tel.:+49-721-9999-999!", "tel.:[phone]!"),
        ("340 123 4567", "[phone]"),
        ("555-123-4567", "[phone]"),
        ("ring me on ٠٦٦٤١٢٣٤٥٦٧", "ring me on [phone]"),
        ("4111 1111 1111 1111", "[card]"),
        ("5500-0000-0000-0004.", "[card]."),
        ("my card 378282246310005", "my card [card]"),
        ("DE89 3704 0044 0532 0130 00 is mine", "[iban] is mine"),
        ("at611904300234573201", "[iban]"),
        ("GB82-WEST-1234-5698-7654-32", "[iban]"),
        ("from AT61 1904 3002 3457 3201 to DE89370400440532013000", "from [iban] to [iban]"),
    ],
)
def test_personal_data_goes(text: str, scrubbed: str) -> None:
    assert scrub(text) == scrubbed


def test_a_mail_address_in_a_web_address_goes_too() -> None:
    assert "b.de" not in scrub("see http://x.de/?mail=a@b.de")


@pytest.mark.parametrize(
    "text",
    [
        "640 members and 49 mentors",
        "the 1995 strategy, 10.3 and 9.2.1",
        "between 1995 and 2011, or 1995-2011, or 1995 2000 2011",
        "60 companies, 11 universities, 71 in 2011",
        "1 000 000 firms, 1.234.567 people, 12.345.678,90 euros",
        "a turnover of 5000000",
        "on 2011-05-01 or 1.5.2011 at 12:30",
        "3.14159265",
        "https://www.cyberforum.de/path/1234567890?x=0664123456",
        "www.venetonanotech.it and www.bionanonet.at",
        "Nord-Pas de Calais @ work",
        "what's KAIT-SI's score, 97 % or 0.97?",
        "CO2 and H2O, EN ISO 9001:2015",
        "",
    ],
)
def test_what_questions_are_made_of_stays(text: str) -> None:
    assert scrub(text) == text


@given(st.text())
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


@given(
    st.from_regex(re.compile(r"[a-z][a-z0-9.]{0,20}[a-z]@[a-z]{1,10}\.(com|at|it)", re.ASCII), fullmatch=True),
    st.text(),
)
def test_no_mail_address_survives(address: str, around: str) -> None:
    assert address not in scrub(f"{around} {address} {around}")


@given(st.from_regex(r"\+[1-9][0-9]{7,13}", fullmatch=True))
def test_no_international_number_survives(number: str) -> None:
    assert number not in scrub(f"call {number} now")


@given(st.integers(0, 999_999))
def test_counts_survive(count: int) -> None:
    assert scrub(f"has {count} members") == f"has {count} members"


@pytest.mark.parametrize(
    "hostile", ["aa00 " * 900, "1 " * 2200, "a" * 4400, "a@" * 2200, "AT61 1904 " * 440, "+(" * 2200]
)
def test_hostile_texts_are_stored_as_well(hostile: str) -> None:
    assert len(storable(hostile, 4096)) <= 4096


@given(st.text(st.characters()), st.integers(0, 50))
def test_whatever_is_typed_can_be_stored(text: str, limit: int) -> None:
    stored = storable(text, limit)
    assert len(stored) <= limit
    assert "\x00" not in stored
    stored.encode("utf-8")


def test_lone_surrogates_are_replaced() -> None:
    assert storable("a\ud800b\x00c😀", 100) == "a\ufffdbc😀"


def test_a_number_at_the_cut_is_scrubbed_before_it_is_cut() -> None:
    assert "123" not in storable("x" * 96 + " +43 664 1234567", 100)


def test_people_are_told_apart_and_recognised_only_with_the_key() -> None:
    hashed = person_hasher(KEY)
    assert hashed("telegram:17") == hashed("telegram:17") != hashed("telegram:18")
    assert hashed("telegram:17") != person_hasher(KEY + b"x")("telegram:17")
    assert re.fullmatch(rf"[0-9a-f]{{{HASH_LENGTH}}}", hashed("telegram:17\ud800"))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        person_hasher(b"short")
