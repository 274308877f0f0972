"""A fuller hall for the pictures: people of the demonstration day join as outside clients do."""

from __future__ import annotations

from journey_day import Day
from journey_words import Words

from facilitator.demo.day import Said, load
from facilitator.demo.people import Phone as Guest

# Every second person of the day: about four at each of its tables.
EVERY = 2


def fill_the_hall(day: Day) -> None:
    """They say what they say on the demonstration day; the ledger knows it all."""
    story = load()
    items = day.desk.page.request.get(f"{day.contexts.address}/live/studio:{day.workshop}").json()["items"]
    code = items[f"workshop:{day.workshop}"]["join_code"]
    levers = {item["key"]: item["name"] for name, item in items.items() if name.startswith("lever:")}
    for person in story.people[::EVERY]:
        guest = Guest(day.contexts.address, code, person)
        guest.join()
        guest.watch()
        day.guests.append(guest)
        for said in [each for each in story.said if each.person == person.number][:2]:
            words = words_of(said, levers)
            if is_new(words, day):
                day.said_by_guests[guest.contribute(items["step:0"]["id"], said)] = words.title
                day.ledger.note(words, f"guest {person.number}", person.table)


def they_give_hearts(day: Day) -> None:
    """Some contributions get more of them than others."""
    ids = list(day.said_by_guests)
    for place, guest in enumerate(day.guests):
        for liked in {ids[place // steps * steps % len(ids)] for steps in (1, 3, 9)}:
            written = day.ledger[day.said_by_guests[liked]]
            if written.author != f"guest {guest.person.number}":
                guest.heart(liked)
                written.hearts += 1


def words_of(said: Said, levers: dict[str, str]) -> Words:
    answer = said.answer
    return Words(
        answer["title"],
        tuple(each["text"] for each in answer["reasons"]),
        tuple(each["text"] for each in answer["preconditions"]),
        tuple(levers[key] for key in answer["levers"]),
        what=answer["what"],
        who=answer["who"],
        obstacle=answer["obstacle"],
    )


def is_new(words: Words, day: Day) -> bool:
    """The journey tells its texts apart by their words."""
    known = {text for each in day.ledger.entries.values() for _, text in each.words.parts}
    fresh = [text for _, text in words.parts]
    return words.title not in day.ledger.entries and len(set(fresh)) == len(fresh) and known.isdisjoint(fresh)
