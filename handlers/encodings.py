"""Which of the encodings of Windows a text is in that is not Unicode: the one in which it is spelt like a language.

Libraries that guess encodings look at what is frequent, and take short tables of one half of Europe for the other half.
Here each language is known by its letters beyond a to z; the one that accounts for most of what stands there decides.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

PAGES: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "äöüß", "àâæçéèêëîïôœùûüÿ", "àèéìîòóù", "áéíñóúü", "àáâãçéêíóôõúü", "éëïöüèêó", "äöå", "æøåéèêóòô",
        "áéíóúýþæöð", "àèéíïòóúüç", "äöõüšž",
    ),
    "cp1250": (
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß",
    ),
    "cp1251": (
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "абвгдђежзијклљмнњопрстћуфхцчџш",
    ),
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",),
    "cp1254": ("çğıiöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž"),
}  # fmt: skip
"""Letters beyond a to z of the languages that are written in each; where two fit equally well, the first one counts."""

OTHER_SCRIPTS = {"cp1251": "оеаинтсрвл", "cp1253": "αοιετσνηυρ"}
"""Those with letters that never stand in one word with a to z, and their commonest letters: each could be the other."""

_SIGNS = re.compile("[‚„“”‘’«»‹›–—…•·°§€£©®™¡¿´`¨×½¼²\xa0\xad]")
# What may stand in a text of any language.

_WORD = re.compile(r"[^\W\d_]+")

SAMPLE = 2_000
"""Lines with letters beyond a to z that are looked at."""


def known(name: str) -> bool:
    """Tell whether there is an encoding of a name."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def decoded(raw: bytes) -> tuple[str, str]:
    """Return a text that is in an encoding of Windows, and the encoding's name."""
    sample = b"\n".join(islice((line for line in raw.splitlines() if not line.isascii()), SAMPLE))
    found = [page for page in PAGES if _strictly(raw, page) is not None]
    page = max(found, key=lambda page: _likeness(sample.decode(page), page), default="cp1252")
    return raw.decode(page, errors="replace"), page.replace("cp", "Windows-")


def _strictly(raw: bytes, page: str) -> str | None:
    try:
        return raw.decode(page)
    except UnicodeDecodeError:
        return None


def _likeness(text: str, page: str) -> tuple[float, float, float]:
    """Return which share of the letters beyond a to z one language has, all of a page have, and the common ones."""
    signs = _SIGNS.sub("", text.lower())
    if page in OTHER_SCRIPTS:
        signs = _WORD.sub(_if_unmixed, signs)
    strange = [sign for sign in signs if sign == "\0" or not sign.isascii()]
    if not strange:
        return 1.0, 1.0, 0.0
    shares = [sum(sign in letters for sign in strange) / len(strange) for letters in PAGES[page]]
    together = sum(sign in "".join(PAGES[page]) for sign in strange) / len(strange)
    return max(shares), together, sum(sign in OTHER_SCRIPTS.get(page, "") for sign in strange) / len(strange)


def _if_unmixed(word: re.Match[str]) -> str:
    """Return a word; in place of one with letters of two scripts a sign that no language has."""
    ascii_letters = sum(map(str.isascii, word[0]))
    return word[0] if ascii_letters in {0, len(word[0])} else "\0"
