"""A fuller hall for the pictures: people of the demonstration day join as outside clients do."""

from __future__ import annotations

from journey_day import Day
from journey_words import Words

from facilitator.demo.blossom import Petal
from facilitator.demo.day import Said, load
from facilitator.demo.people import Phone as Guest

# Every second person of the day: about four at each of its tables.
EVERY = 2
# The people of the journey itself sit here.
TAKEN = (2, 5)


def fill_the_hall(day: Day) -> None:
    """They say what they say on the demonstration day; the ledger knows it all."""
    story, step = load(), present_step(day)
    items = day.desk.page.request.get(f"{day.contexts.address}/live/studio:{day.workshop}").json()["items"]
    levers = {item["key"]: item["name"] for name, item in items.items() if name.startswith("lever:")}
    for guest in day.guests:
        number = guest.person.number
        for said in [each for each in story.said if each.person == number][:2]:
            words = words_of(said, levers)
            if is_new(words, day):
                day.said_by_guests[guest.contribute(step, said)] = words.title
                day.ledger.note(words, f"guest {number}", guest.person.table)


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


def come_in(day: Day) -> None:
    """They join with the code and follow the hall."""
    for person in load().people[::EVERY]:
        guest = Guest(day.contexts.address, day.wall_code.replace(" ", ""), person)
        guest.join()
        guest.watch()
        day.guests.append(guest)


def at_table(day: Day, table: int) -> list[Guest]:
    return [guest for guest in day.guests if guest.person.table == table]


def present_step(day: Day) -> int:
    items = day.desk.page.request.get(f"{day.contexts.address}/live/studio:{day.workshop}").json()["items"]
    return int(items["step:0"]["id"])


def guests_hang(day: Day) -> None:
    """What people of the demonstration day hang on the tree, by whoever of their table is here."""
    step = present_step(day)
    for vision in load().blossom.vision:
        guests = at_table(day, (vision.person - 1) // 8 + 1)
        guests[0].answer(step, {"text": vision.text, "part": vision.part, "lever": vision.lever})
        day.ledger.beside["vision", vision.text, "shown"] += 1


def guests_find(day: Day) -> None:
    """Their tables agree on a finding, all but one."""
    step = present_step(day)
    for finding in load().blossom.findings:
        if finding.table in (*TAKEN, 10):
            continue
        writer, other, *_ = at_table(day, finding.table)
        answer = {"text": finding.text, "explanation": finding.explanation}
        receipt = writer.answer(step, answer)
        other.agree(receipt["id"], receipt["version"])
        day.ledger.beside["finding", finding.text, "shown"] += 1


def guests_grow(day: Day) -> None:
    """Their tables have a lotus."""
    step = present_step(day)

    def grow(petal: Petal) -> None:
        guests = at_table(day, petal.table)
        guest = guests[petal.person % len(guests)]
        guest.answer(step, {"text": petal.text, "place": petal.place})
        day.ledger.beside["petal", petal.text, "shown"] += 1

    said = set(day.ledger.texts("reason"))
    for petal in load().blossom.petals:
        # The journey tells its texts apart by their words.
        if petal.table not in TAKEN and petal.text not in said:
            grow(petal)


def guests_rank(day: Day) -> None:
    """They put the themes in an order of their own."""
    step = present_step(day)
    titles = list(day.themes["preconditions"])
    address = f"{day.contexts.address}/live/phone:{day.workshop}"
    items = day.phones["Amal"].page.request.get(address).json()["items"]
    themes = {
        item["title"]: int(name.partition(":")[2]) for name, item in items.items() if name[:7] == "choice:"
    }
    for turn, guest in enumerate(day.guests):
        start = turn % 3
        order = titles[start:] + titles[:start]
        guest.put_in_order(step, [themes[title] for title in order if title in themes])
