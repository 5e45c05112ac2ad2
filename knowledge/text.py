"""One normalisation for what is stored and what is asked, and the cut into tokens.

Whatever is compared in this package has passed through :func:`fold`: Unicode compatibility forms, case, accents,
typographic signs and look-alike letters are evened out, the same way on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 4_000
"""Characters of a question that are read: a longer text is no question (Telegram sends at most 4,096)."""

LONGEST_REMEMBERED = 64
"""Characters of the longest text whose folded form is remembered."""

MOST_TOKENS = 120
"""Tokens that are read; a person's long message has about 100."""

# Four labels at most, from the beginning of a word: more would look at "a.a.a.a" again and again.
_URL = re.compile(
    r"(?<![a-z0-9-])(?:https?://)?(?:www?\.)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,12})"
    r"(?:/[^\s<>\"']*)?"
)
_WORD_OR_MARK = r"\d+(?:[.,]\d+)*|[^\W_]+|[&#]|[?!.;:\n]"
_TOKEN = re.compile(_WORD_OR_MARK)
_FLAG, _PICTURE = r"[\U0001f1e6-\U0001f1ff]{2}", r"[\u2190-\u21ff\u2300-\u27bf\U0001f300-\U0001faff]"
_TOKEN_OR_SIGN = re.compile(rf"(?<![^\W_])[a-z]/[a-z]?(?![^\W_])|{_WORD_OR_MARK}|(?<=\d)\+|{_FLAG}|{_PICTURE}")
# Signs that may stand for words: flags and other pictures, a plus after a figure, and "w/o".
_LETTERS_AND = re.compile(r"\b([a-z]) ?& ?([a-z])\b")
_UNSEEN = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")

# Letters that unicodedata does not take apart.
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "ð": "d",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "“": '"',
        "”": '"',
    }
)
# Cyrillic and Greek letters that look like Latin ones (Unicode Technical Standard 39, confusables).
_LOOKALIKES = str.maketrans("авеёкмнорстухіјѕԁԛԝαεικνορτυχ", "abeekmhopctyxijsdqwaeikvoptux")
_LATIN = re.compile(r"[a-z]")
_LOOKALIKE = re.compile(r"[а-яёіјѕԁԛԝα-ω]")

SENTENCE_ENDS = frozenset("?!.;:\n")
"""Tokens that end a clause."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a question."""

    text: str
    """The folded form."""
    start: int
    """Where it begins in the folded text."""
    end: int
    """Where it ends in the folded text."""
    capital: bool
    """Written with a capital first letter, in a text that has small letters too."""


def fold(text: str) -> str:
    """Return the text in the one form in which everything is compared.

    Applies Unicode NFKC, case folding, removal of accents (Ä, Å and A become a; й becomes и), plain quotes and
    dashes, and Latin letters for their look-alikes in words that mix scripts. Never raises, whatever the text:
    control characters, directional marks and lone surrogates are dropped.
    """
    # Words come again and again; whole messages do not, and would fill the memory.
    return _fold_word(text) if len(text) <= LONGEST_REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    text = _UNSEEN.sub(" ", text)
    if text.isascii():
        return _REPEATED.sub(r"\1\1", text.lower().replace("`", "'"))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    if _LOOKALIKE.search(text) and _LATIN.search(text):
        text = " ".join(_one_script(word) for word in text.split(" "))
    return _REPEATED.sub(r"\1\1", text)


_fold_word = lru_cache(maxsize=65_536)(_fold)


def _one_script(word: str) -> str:
    """Turn look-alikes into Latin letters in a word that has both scripts."""
    if _LATIN.search(word) and _LOOKALIKE.search(word):
        return word.translate(_LOOKALIKES)
    return word


def tokens(text: str, *, signs: bool = False) -> list[Token]:
    """Cut a text into tokens: words, numbers, web domains, ``&`` and the signs that end a clause.

    Reads at most :data:`LONGEST` characters and :data:`MOST_TOKENS` tokens. An apostrophe or a hyphen separates.

    Args:
        text: what was typed or written.
        signs: keep what may be shorthand as well: pictures, the plus of “60+”, “w/o”.
    """
    return list(_tokens(text[:LONGEST], signs))


# The message that is being answered is cut twice, for small talk and for names; a few are, at the same time.
@lru_cache(maxsize=4)
def _tokens(text: str, signs: bool) -> tuple[Token, ...]:
    pattern = _TOKEN_OR_SIGN if signs else _TOKEN
    folded = _LETTERS_AND.sub(r"\1&\2", fold(text))
    shouting = text.upper() == text
    capitals = (
        set() if shouting else {fold(w) for w in re.findall(r"(?<=[^.?!\s] )[^\W\d_]\w*", text) if w[:1].isupper()}
    )
    found: list[Token] = []
    at = 0
    for url in _URL.finditer(folded) if "." in folded else ():
        if len(found) >= MOST_TOKENS:
            break
        if not (url.group().startswith(("http", "ww")) or _is_domain(url.group(1))):
            continue
        _cut(pattern.finditer(folded, at, url.start()), folded, capitals, found)
        found.append(Token(url.group(1), url.start(), url.end(), capital=False))
        at = url.end()
    _cut(pattern.finditer(folded, at), folded, capitals, found)
    return tuple(found[:MOST_TOKENS])


def _is_domain(text: str) -> bool:
    """Tell a domain (``eco.at``) from a sentence without a space after the full stop (``styria.and``)."""
    ending = text.rsplit(".", 1)[1]
    return ending in {
        "de",
        "com",
        "org",
        "net",
        "eu",
        "fr",
        "it",
        "at",
        "es",
        "gov",
        "info",
        "io",
        "ch",
        "uk",
        "ro",
        "se",
        "ee",
        "ru",
        "nl",
        "pl",
        "dk",
        "fi",
        "cz",
        "pt",
        "hu",
        "ie",
        "edu",
        "biz",
        "app",
        "dev",
    }


def _cut(matches: Iterator[re.Match[str]], folded: str, capitals: set[str], found: list[Token]) -> None:
    """Append the tokens of a part of a folded text."""
    for match in matches:
        if len(found) >= MOST_TOKENS:
            return
        word = match.group()
        if word == "." and match.end() < len(folded) and not folded[match.end()].isspace() and match.start() > 0:
            continue  # a full stop inside a word: U.K., z.B.
        if word == "&" and found and found[-1].end == match.start() and len(found[-1].text) == 1:
            last = found.pop()
            found.append(Token(last.text + "&", last.start, match.end(), last.capital))
            continue
        if found and found[-1].text.endswith("&") and len(found[-1].text) == 2 and found[-1].end == match.start():
            last = found.pop()
            found.append(Token(last.text + word, last.start, match.end(), last.capital))
            continue
        found.append(Token(word, match.start(), match.end(), capital=word in capitals))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, without the signs that end a clause."""
    folded = fold(text[:LONGEST])
    if "." not in folded and "&" not in folded:
        # Neither a domain nor letters joined by an ampersand: cut at once, a quarter of the time.
        return tuple(word for word in _TOKEN.findall(folded)[:MOST_TOKENS] if word not in SENTENCE_ENDS)
    return tuple(token.text for token in tokens(text) if token.text not in SENTENCE_ENDS)


_VOWELS = re.compile(r"[aeiouyhw]")
_SOUNDS = (
    ("sch", "s"),
    ("tch", "k"),
    ("ck", "k"),
    ("ch", "k"),
    ("ph", "f"),
    ("gh", "g"),
    ("qu", "k"),
    ("th", "t"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("v", "f"),
    ("j", "g"),
)


@lru_cache(maxsize=65_536)
def sound(folded: str) -> str:
    """Return a rough key of how a word sounds: its consonants, evened out, no doubles.

    Words that dictation confuses share a key or nearly so: ``krugman`` and ``crewgman``, ``kait si`` and ``kate s i``.
    C counts as S before E, I and Y, else as K, as in English, French and Italian spelling.
    """
    text = re.sub(r"[^a-z]", "", folded)
    text = re.sub(r"c(?=[eiy])", "s", text)
    for spelt, heard in _SOUNDS:
        text = text.replace(spelt, heard)
    text = text.replace("c", "k")
    text = _VOWELS.sub("", text)
    return re.sub(r"(.)\1+", r"\1", text)


def is_prose(text: str) -> bool:
    """Tell whether a text is made of words rather than of signs."""
    return 2 * sum(map(str.isalpha, text)) >= len("".join(text.split()))
