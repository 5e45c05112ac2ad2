from __future__ import annotations

from datetime import timedelta

from bot.events.board import Boards
from bot.events.event import Release
from bot.events.report import Reports
from tests.bot.events.conftest import Room


async def test_the_board_counts_people_and_not_scans(room: Room) -> None:
    event = await room.event()
    for name in ("anna", "bert", "anna"):
        await room.events.attending.come(event.code, room.person(name), "test", "de")
    await room.ask(event, "Wie viele Mitglieder hat Cyberforum?", "anna")
    await room.ask(event, "Hallo!", "bert")
    await room.ask(event, "Was kostet die Mitgliedschaft bei Cyberforum?", "clara")
    board = await Boards(room.events, room.assistant).of(event)
    assert (board.totals.people, board.totals.questions, board.totals.answered) == (3, 2, 1)
    assert board.topics == (("Cyberforum", 1),)
    assert [one.text for one in board.latest] == [
        "Was kostet die Mitgliedschaft bei Cyberforum?",
        "Wie viele Mitglieder hat Cyberforum?",
    ]
    assert board.missed == ("Was kostet die Mitgliedschaft bei Cyberforum?",)


async def test_names_insults_and_personal_data_are_held_back_until_an_organiser_has_looked(room: Room) -> None:
    event = await room.event()
    private = ["Was sagt Herr Huber dazu?", "Ist das alles Scheiße?", "Mail bitte an anna@example.org: Was ist KIT?"]
    for text in private:
        await room.ask(event, text)
    boards = Boards(room.events, room.assistant)
    assert (await boards.of(event)).latest == ()
    candidates = await boards.candidates(event, 10)
    assert [one.held for one in reversed(candidates)] == ["name", "word", "personal"]
    first = candidates[-1].asked
    await room.events.organising.decide(event.id, event.organiser, {(first.channel, first.update): True})
    assert [one.text for one in (await boards.of(event)).latest] == [private[0]]


async def test_by_hand_nothing_is_shown_that_was_not_released(room: Room) -> None:
    event = await room.event(release=Release.BY_HAND)
    await room.ask(event, "Wie viele Mitglieder hat Cyberforum?")
    boards = Boards(room.events, room.assistant)
    assert (await boards.of(event)).latest == ()
    await room.events.organising.decide(event.id, event.organiser, {("test", "1"): True})
    assert len((await boards.of(event)).latest) == 1
    await room.events.organising.decide(event.id, event.organiser, {("test", "1"): False})
    assert (await boards.of(event)).latest == ()


async def test_another_events_questions_are_nowhere(room: Room) -> None:
    event, other = await room.event(), await room.event(title="Another")
    await room.ask(other, "Wie viele Mitglieder hat Cyberforum?")
    await room.ask(other, "Was kostet die Mitgliedschaft bei Cyberforum?")
    board = await Boards(room.events, room.assistant).of(event)
    report = await Reports(room.events, room.assistant).of(event)
    assert (board.totals.people, board.totals.questions, board.topics, board.latest, board.missed) == (0, 0, (), (), ())
    assert (report.questions, report.missing, report.slots, report.languages) == ((), (), (), ())


async def test_the_report_puts_together_what_three_people_asked_and_hides_what_two_did(room: Room) -> None:
    event = await room.event()
    alike = {
        "anna": "Wie viele Mitglieder hat Cyberforum?",
        "bert": "How many members does Cyberforum have?",
        "clara": "Cyberforum Mitgliederzahl",
    }
    for person, text in alike.items():
        await room.ask(event, text, person)
    for person in ("anna", "bert"):
        await room.ask(event, "Wie viele Mentoren hat Cyberforum?", person)
    for person in alike:
        await room.ask(event, "Was kostet die Mitgliedschaft bei Cyberforum?", person)
    await room.ask(event, "Was kostet die Mitgliedschaft bei Nanovalley?", "dora")
    room.now += timedelta(hours=2)
    await room.events.organising.close(event.id, event.organiser)
    report = await Reports(room.events, room.assistant).of(await room.events.stored.get(event.id))
    (line,) = report.questions
    assert (line.times, line.people) == (3, 3)
    assert "640" in line.answer
    assert "Mitglieder" in line.answer
    assert report.questions_of_few == 2
    assert [(line.text, line.people, line.answer) for line in report.missing] == [
        ("Was kostet die Mitgliedschaft bei Cyberforum?", 3, "")
    ]
    assert report.missing_of_few == 1
    assert report.totals.questions == 9
    assert sum(slot.answered + slot.open for slot in report.slots) == 9
    assert report.until == room.now
    assert [topic.text for topic in report.topics] == ["Cyberforum"]
    assert dict(report.languages) == {"de": 8, "": 1}


async def test_what_was_released_stands_in_the_report_without_how_many_asked(room: Room) -> None:
    event = await room.event()
    await room.ask(event, "Wie viele Mentoren hat Cyberforum?")
    await room.events.organising.decide(event.id, event.organiser, {("test", "1"): True})
    report = await Reports(room.events, room.assistant).of(event)
    assert [(line.text, line.people) for line in report.questions] == [("Wie viele Mentoren hat Cyberforum?", 0)]
