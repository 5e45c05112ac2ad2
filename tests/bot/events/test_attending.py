from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import EventError
from bot.events.attending import MOST_GUESSES, Coming
from bot.events.codes import CONSONANTS, LETTERS, VOWELS, is_code, new_code, payload, possible_codes, shown, typed_code
from bot.events.event import State
from tests.bot.events.conftest import START, Room


def misspelt(code: str) -> list[str]:
    """A few ways in which one letter goes wrong."""
    other = next(v for v in VOWELS if v != code[3])
    return [
        code[:3] + other + code[4:],
        code[:5] + code[6:],
        code[:5] + "x" + code[5:],
        code[:2] + code[3] + code[2] + code[4:],
    ]


async def test_everybody_comes_by_the_code_however_they_write_it(room: Room) -> None:
    event = await room.event()
    ways = [payload(event.code), shown(event.code), event.code, f"  {shown(event.code).replace('-', ' ')} "]
    for number, text in enumerate([*ways, *misspelt(event.code)]):
        came = await room.events.attending.come(text, room.person(str(number)), "test", "de")
        assert (came.coming, came.event and came.event.id) == (Coming.WELCOME, event.id), text
        assert came.corrected == (number >= len(ways)), text


async def test_whoever_scans_twice_is_told_so_and_counted_once(room: Room) -> None:
    event, anna = await room.event(), room.person("anna")
    assert (await room.events.attending.come(event.code, anna, "test", "de")).coming is Coming.WELCOME
    assert (await room.events.attending.come(event.code, anna, "test", "de")).coming is Coming.AGAIN
    assert (await room.events.figures.totals(event.id, event.code)).people == 1


async def test_a_closed_a_revoked_and_an_invented_code_each_get_their_word(room: Room) -> None:
    organising, come = room.events.organising, room.events.attending.come
    closed, revoked, over = await room.event(), await room.event(), await room.event(title="Short")
    await organising.close(closed.id, closed.organiser)
    await organising.revoke(revoked.id, revoked.organiser)
    assert (await come(closed.code, room.person("a"), "test", "de")).coming is Coming.CLOSED
    gone = await come(revoked.code, room.person("a"), "test", "de")
    assert (gone.coming, gone.event) == (Coming.REVOKED, None)
    assert (await come(new_code(), room.person("a"), "test", "de")).coming is Coming.UNKNOWN
    assert (await come("Which clusters are there?", room.person("a"), "test", "de")).coming is Coming.NO_CODE
    room.now = START + timedelta(days=8)
    assert (await come(over.code, room.person("a"), "test", "de")).coming is Coming.CLOSED


async def test_guessing_is_slowed_down_and_even_a_right_code_does_not_help_then(room: Room) -> None:
    event, guesser = await room.event(), room.person("guesser")
    for _ in range(MOST_GUESSES):
        assert (await room.events.attending.come(new_code(), guesser, "test", "de")).coming is Coming.UNKNOWN
    assert (await room.events.attending.come(event.code, guesser, "test", "de")).coming is Coming.SLOW_DOWN
    assert (await room.events.attending.come(event.code, room.person("anna"), "test", "de")).coming is Coming.WELCOME
    room.now += timedelta(minutes=11)
    assert (await room.events.attending.come(event.code, guesser, "test", "de")).coming is Coming.WELCOME


async def test_somebody_is_at_the_event_they_came_to_last_until_it_ends_or_they_leave(room: Room) -> None:
    first, second, anna = await room.event(), await room.event(title="Second"), room.person("anna")
    come, current = room.events.attending.come, room.events.attending.current
    await come(first.code, anna, "test", "de")
    room.now += timedelta(minutes=1)
    await come(second.code, anna, "test", "de")
    at = await current(anna)
    assert at is not None
    assert at.event.id == second.id
    assert at.focused
    await room.events.organising.close(second.id, second.organiser)
    at = await current(anna)
    assert at is not None
    assert at.event.id == first.id
    await room.events.attending.focus(first, anna, focused=False)
    at = await current(anna)
    assert at is not None
    assert not at.focused
    assert (await room.events.attending.leave(anna)) == first
    assert await current(anna) is None
    assert (await room.events.figures.totals(first.id, first.code)).people == 1


async def test_organisers_have_their_own_events_only(room: Room) -> None:
    event = await room.event("telegram:23")
    other = await room.event("telegram:24", title="Another")
    organising = room.events.organising
    assert [one.id for one in await organising.mine("telegram:23")] == [event.id]
    assert {one.id for one in await organising.mine("console")} == {event.id, other.id}
    for done in (
        organising.get(other.id, "telegram:23"),
        organising.close(other.id, "telegram:23"),
        organising.revoke(other.id, "telegram:23"),
        organising.change(other.id, "telegram:23", event.plan),
        organising.copy(other.id, "telegram:23", START),
        organising.decide(other.id, "telegram:23", {("test", "1"): True}),
        organising.get(999, "telegram:23"),
    ):
        with pytest.raises(EventError, match="no event"):
            await done
    again = await organising.copy(event.id, "telegram:23", START + timedelta(days=7))
    assert again.code != event.code
    assert again.plan.title == event.plan.title
    assert again.state(room.now) is State.OPEN


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_none(text: str) -> None:
    letters = typed_code(text)
    assert all(is_code(code) for code in possible_codes(letters))
    assert not letters or LETTERS - 1 <= len(letters) <= LETTERS + 1


@given(st.data())
def test_a_code_with_one_slip_is_found_again(data: st.DataObject) -> None:
    code = new_code()
    place = data.draw(st.integers(0, LETTERS - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = [
        code[:place] + letter + code[place + 1 :],
        code[:place] + code[place + 1 :],
        code[:place] + letter + code[place:],
    ]
    for slip in slips:
        assert code in set(possible_codes(typed_code(slip)))


def test_codes_are_many_and_sayable() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(set(code) <= set(CONSONANTS + VOWELS) for code in codes)
    assert shown("banokirufeso") == "BANO-KIRU-FESO"
