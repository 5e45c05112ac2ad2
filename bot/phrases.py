"""The fixed words of the bot, by language; the wording itself is data (``locale/<language>.yaml`` of the knowledge)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import PhraseError

FALLBACK = "en"
"""Language whose texts stand in for those that another language lacks."""


class Phrases:
    """Says a fixed text in somebody's language.

    Args:
        texts: Language (ISO 639-1) → key (``screen.start``) → text with ``{placeholders}``.
        fallback: Language used where another one lacks a text or is unknown.
    """

    def __init__(self, texts: Mapping[str, Mapping[str, str]], fallback: str = FALLBACK) -> None:
        self._texts = texts
        self._fallback = fallback

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have texts, sorted."""
        return tuple(sorted(self._texts))

    def language(self, tag: str | None) -> str:
        """Return the language with texts that a tag such as ``de-AT`` or ``de_DE`` stands for, else the fallback."""
        if tag is not None and tag in self._texts:
            return tag
        base = (tag or "").replace("_", "-").split("-")[0].lower()
        return base if base in self._texts else self._fallback

    def say(self, language: str | None, key: str, **values: object) -> str:
        """Return the text of ``key`` with its placeholders filled.

        Args:
            language: Tag of the person's language, or None if nobody knows it.
            key: Dotted name of the text, e.g. ``screen.start``.
            values: What stands for the placeholders of the text.

        Raises:
            PhraseError: The text exists neither in that language nor in the fallback, or a value is missing.
        """
        own = self.language(language)
        for tried in (own, self._fallback):
            text = self._texts.get(tried, {}).get(key)
            if text is not None:
                break
        else:
            raise PhraseError(key, own, f"it is missing, also in {self._fallback!r}")
        try:
            return text.format(**values)
        except (KeyError, IndexError, ValueError) as error:
            raise PhraseError(key, own, f"its placeholders do not fit: {error!r}") from error
