"""What is done to everything before it is stored: personal data out of texts, people behind a keyed hash.

Scrubbing is deliberately one-sided. It looks for forms that people use for themselves (mail addresses, phone, card and
account numbers) and leaves alone what questions about clusters are made of: counts, years, sections, web addresses.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence

HASH_LENGTH = 32
"""Hexadecimal characters of a person's hash: 128 bits, enough that no two people ever share one."""

_EMAIL = re.compile(
    r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
# Two letters, two check digits, then 11 to 30 letters and digits, grouped or not (ISO 13616). What follows the
# number in the sentence may be taken along; _scrub_ibans finds its end.
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_DIGIT_RUN = re.compile(r"(?<!\w)(?<!\d[.,/])\+?\(?\d(?:[ ./()-]{0,3}\d){6,24}(?!\d)")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_DATE_OR_DECIMAL = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{1,4}\.\d+|\d{1,3}(?:[. ]\d{3})+"
)

_PHONE_DIGITS = range(7, 16)
"""A subscriber number with its area has at least 7 digits; E.164 allows 15."""
_CARD_DIGITS = range(13, 20)
"""ISO/IEC 7812: 13 to 19 digits, the last one a check digit."""


def scrub(text: str) -> str:
    """Return ``text`` with personal data replaced by ``[email]``, ``[iban]``, ``[card]`` or ``[phone]``.

    Scrubbing twice changes nothing more. Web addresses keep their form, unless they carry a mail address.
    """
    text = _EMAIL.sub("[email]", text)
    pieces = []
    end = 0
    # Digits inside a web address are part of its path, not somebody's number.
    for url in _URL.finditer(text):
        pieces += [_scrub_numbers(text[end : url.start()]), url.group()]
        end = url.end()
    pieces.append(_scrub_numbers(text[end:]))
    return "".join(pieces)


def storable(text: str, limit: int) -> str:
    """Return ``text`` scrubbed, cut to ``limit`` characters and free of what databases refuse.

    Lone surrogates (UTF-8 cannot say them) become ``U+FFFD``, NUL (PostgreSQL refuses it) goes.
    """
    # Cut before scrubbing, with room for a number that the cut would tear apart: scrubbing must not cost the time
    # of a hostile 64 KB for a text of which 4 KB are kept.
    clean = text[: limit + 256].replace("\x00", "")
    clean = clean.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return scrub(clean)[:limit]


def person_hasher(key: bytes) -> Callable[[str], str]:
    """Return a function from a plain id (``telegram:17``) to its hash under ``key``.

    Without the key nobody can find out whose hash it is by trying all ids, which for Telegram's numbers takes minutes.

    Raises:
        ValueError: The key is shorter than 16 bytes.
    """
    if len(key) < 16:
        raise ValueError("the key must have at least 16 bytes")

    def hash_person(plain: str) -> str:
        digest = hmac.new(key, plain.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return digest.hexdigest()[:HASH_LENGTH]

    return hash_person


def _scrub_numbers(text: str) -> str:
    return _DIGIT_RUN.sub(_name_number, _scrub_ibans(text))


def _scrub_ibans(text: str) -> str:
    start = 0
    while found := _IBAN.search(text, start):
        start = found.start() + 1
        for end in range(found.end(), found.start() + 14, -1):
            if not text[end : end + 1].isalnum() and _is_iban(text[found.start() : end]):
                text = f"{text[: found.start()]}[iban]{text[end:]}"
                break
    return text


def _name_number(found: re.Match[str]) -> str:
    """Return what a run of digits is replaced by: a card, a phone number, or itself."""
    run = found.group()
    digits = [int(character) for character in run if character.isdecimal()]
    if len(digits) in _CARD_DIGITS and _passes_luhn(digits):
        return "[card]"
    if len(digits) in _PHONE_DIGITS and _looks_like_phone(run):
        return "[phone]"
    return run


def _looks_like_phone(run: str) -> bool:
    """Tell a phone number from figures: ``1995 2000 2011``, ``1 000 000``, ``2011-05-01``, ``3.14159265``."""
    groups = re.findall(r"\d+", run)
    if run.startswith(("+", "(")) or groups[0].startswith("0"):
        return True
    if len(groups) == 1:
        return not run.endswith("000")  # a round sum
    if _DATE_OR_DECIMAL.fullmatch(run):
        return False
    if "-" in run or "/" in run:
        return not all(_is_year(group) for group in groups)
    return any(len(group) >= 4 and not _is_year(group) for group in groups)


def _is_year(group: str) -> bool:
    return len(group) == 4 and group[:2] in {"18", "19", "20"}


def _passes_luhn(digits: Sequence[int]) -> bool:
    """Check the last digit of a card number (ISO/IEC 7812, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = digit * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_iban(text: str) -> bool:
    """Check length and check digits (ISO 13616: the number, its head moved behind, is 1 modulo 97)."""
    packed = re.sub(r"[ -]", "", text).upper()
    if not 15 <= len(packed) <= 34:
        return False
    number = "".join(str(int(character, 36)) for character in packed[4:] + packed[:4])  # A is 10, Z is 35
    return int(number) % 97 == 1
