"""Words typed with the wrong keyboard layout switched on: ``сниукащкгь`` for ``cyberforum``."""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю"
_TO_LATIN = str.maketrans(_RUSSIAN + "и", _LATIN + "b")
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)


def other_layout(word: str) -> str:
    """Return a word as the other of the two layouts, English and Russian, would have typed it.

    Args:
        word: a folded word; й is и there, so a q typed in the Russian layout reads as b.

    Returns:
        The word in the other script, or an empty string for a word of fewer than four letters or of mixed scripts.
    """
    if len(word) < 4:
        return ""
    if all(letter in _RUSSIAN for letter in word):
        return word.translate(_TO_LATIN)
    if all(letter in _LATIN for letter in word):
        return word.translate(_TO_RUSSIAN).replace("й", "и")
    return ""
