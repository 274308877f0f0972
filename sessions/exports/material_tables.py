"""The tables of what was made of words: material, basic objectives, the longlist, arguments, interviews."""

from __future__ import annotations

from sessions import words
from sessions.exports.columns import FLAG, LIST, MOMENT, NUMBER, PEOPLE, TEXT, Column, Table
from sessions.exports.grade import Grade

said = words.mark

ANALYSIS, RESTRICTED = Grade.ANALYSIS, Grade.RESTRICTED

_HEARD_BEFORE = (
    Column("people", NUMBER, said("Hoeveel mensen het in een eerdere workshop zeiden; leeg: onbekend.")),
    Column("origin", NUMBER, said("Het stuk materiaal van die workshop; zie daar material.id.")),
)

MATERIAL = Table(
    "material",
    said("Wat begeleiders van woorden maakten: belangen, kansen, hindernissen, bestanddelen en meer."),
    (
        Column("id", TEXT, said("Het stuk materiaal."), by=PEOPLE),
        Column(
            "kind",
            TEXT,
            said("interest, opportunity, obstacle, ingredient, lever_argument, vision of term."),
            by=PEOPLE,
        ),
        Column("text", TEXT, said("Hoe het gezegd wordt."), by=PEOPLE),
        Column(
            "words",
            TEXT,
            said("De woorden waar het van komt. Leeg als de schrijver het ondertussen anders zegt."),
        ),
        Column("stale", FLAG, said("Waar: de schrijver zegt het ondertussen anders."), by=PEOPLE),
        Column("contribution", TEXT, said("De bijdrage waar het van komt; zie contributions.id.")),
        Column("group", TEXT, said("De focusgroep waarin het gezegd werd; leeg bij een interview.")),
        Column(
            "sealed",
            TEXT,
            said(
                "Waarom deze woorden niet naar buiten mogen: private (alleen voor de begeleider) of unquoted "
                "(geen akkoord om aangehaald te worden). Leeg: ze mogen."
            ),
        ),
        Column("lever", TEXT, said("De hefboom van een argument, als sleutel; zie levers."), by=PEOPLE),
        Column("tree_part", TEXT, said("Het deel van de boom, als sleutel."), by=PEOPLE),
        Column("term", TEXT, said("Het begrip van het lexicon."), by=PEOPLE),
        Column(
            "objectives", LIST, said("De doelstellingen waar het achter staat; zie objectives."), by=PEOPLE
        ),
        Column("made_by", TEXT, said("Wie het maakte."), by=PEOPLE),
        Column("made", MOMENT, said("Wanneer het gemaakt werd."), by=PEOPLE),
    ),
    ANALYSIS,
)

OBJECTIVES = Table(
    "objectives",
    said("De basisdoelstellingen: wat mensen ten diepste willen, gedeeld of van één groep of één mens."),
    (
        Column("id", TEXT, said("De doelstelling."), by=PEOPLE),
        Column("title", TEXT, said("De naam."), by=PEOPLE),
        Column("description", TEXT, said("De uitleg."), by=PEOPLE),
        Column("shared", FLAG, said("Waar: meer dan één groep wil ze (zonder groepen: meer dan één mens).")),
        Column("people", NUMBER, said("Hoeveel mensen iets zeiden dat erachter staat.")),
        Column("groups", LIST, said("De focusgroepen van die mensen.")),
        Column("source", TEXT, said("Waar ze gehoord is, als ze van een eerdere workshop komt.")),
        Column("material", LIST, said("Wat erachter staat; zie material.id."), ANALYSIS, PEOPLE),
        Column("decided_by", TEXT, said("Wie ze vaststelde."), ANALYSIS, PEOPLE),
        Column("decided", MOMENT, said("Wanneer ze vastgesteld werd."), ANALYSIS, PEOPLE),
    ),
)

INGREDIENTS = Table(
    "ingredients",
    said("De longlist van actieve bestanddelen, met waar elk gehoord werd."),
    (
        Column("position", NUMBER, said("De plaats op de lijst. Geen rangorde.")),
        Column("text", TEXT, said("Het bestanddeel."), by=PEOPLE),
        Column("source", TEXT, said("Waar het gehoord werd, zoals het op de lijst staat."), by=PEOPLE),
        *_HEARD_BEFORE,
    ),
    ANALYSIS,
)

ARGUMENTS = Table(
    "arguments",
    said("Argumenten bij de hefbomen, met waar elk gehoord werd."),
    (
        Column("lever", TEXT, said("De hefboom, als sleutel; zie levers."), by=PEOPLE),
        Column("position", NUMBER, said("De volgorde.")),
        Column("text", TEXT, said("Het argument."), by=PEOPLE),
        Column("source", TEXT, said("Waar het gehoord werd."), by=PEOPLE),
        *_HEARD_BEFORE,
    ),
    ANALYSIS,
)

INTERVIEWS = Table(
    "interviews",
    said("De diepte-interviews: met wie, door wie, en waarmee die persoon akkoord ging."),
    (
        Column("participant", TEXT, said("Wie ondervraagd werd, als code; zie participants.")),
        Column("held", TEXT, said("De dag van het gesprek.")),
        Column("interviewer", TEXT, said("Wie het gesprek voerde.")),
        Column("consent", TEXT, said("Waarmee de persoon akkoord ging, en hoe.")),
        Column("notes", LIST, said("De notities die tellen; zie contributions.id.")),
        Column("name", TEXT, said("De schuilnaam van wie ondervraagd werd."), RESTRICTED),
        Column("entered", MOMENT, said("Wanneer de notities ingevoerd werden.")),
    ),
    ANALYSIS,
)
