"""Every table and every column of an export, with its meaning: the one place that decides both.

Names are stable and English, for scripts; meanings are Dutch and go through the catalogues. What is not
named here does not leave the house, and a column of a higher grade does not leave in a lower one.
"""

from __future__ import annotations

from collections.abc import Iterator

from sessions import words
from sessions.exercises import KINDS
from sessions.exports.columns import FLAG, LIST, MACHINE, MOMENT, NUMBER, PEOPLE, TEXT, Column, Table
from sessions.exports.decided_tables import (
    ANALYSES,
    CLUSTERS,
    DISSENT,
    KEY_GROUPS,
    RATINGS,
    RUNS,
    THEMES,
    TWINS,
)
from sessions.exports.grade import Grade
from sessions.exports.material_tables import ARGUMENTS, INGREDIENTS, INTERVIEWS, MATERIAL, OBJECTIVES
from sessions.exports.sorting import PILES

said = words.mark

ANALYSIS, RESTRICTED = Grade.ANALYSIS, Grade.RESTRICTED


def _theme_columns() -> tuple[Column, ...]:
    """Where something ended: decided by people."""
    return (
        Column("analysis", TEXT, said("De vraag die aan deze tekst gesteld werd, als sleutel.")),
        Column(
            "ended",
            TEXT,
            said(
                "Waar het terechtkwam: theme (mensen plaatsten het), aside (niet gebruikt, met een reden), "
                "unplaced (niet geplaatst), left_out "
                "(telt niet mee: verborgen, wachtend of teruggetrokken) of no_question (geen vraag erover)."
            ),
            by=PEOPLE,
        ),
        Column("theme_id", TEXT, said("Het thema waarin mensen het plaatsten; zie themes."), by=PEOPLE),
        Column("theme", TEXT, said("De naam van dat thema."), by=PEOPLE),
        Column("level", TEXT, said("characteristic, goal of precondition; leeg is niet gezegd."), by=PEOPLE),
        Column("rank", NUMBER, said("De plaats van het thema, 1 is het belangrijkst."), by=PEOPLE),
        Column("key_group", TEXT, said("De groep sleutelkenmerken van het thema."), by=PEOPLE),
        Column("decided_by", TEXT, said("Wie het daar plaatste."), ANALYSIS, PEOPLE),
        Column("decided_at", MOMENT, said("Wanneer het daar geplaatst werd."), ANALYSIS, PEOPLE),
        Column(
            "aside_reason",
            TEXT,
            said("Waarom het niet gebruikt is; wie het schreef, leest dit ook."),
            ANALYSIS,
            PEOPLE,
        ),
        Column(
            "machine_run",
            NUMBER,
            said("Het nummer van de nieuwste berekening die deze tekst in een groepsvoorstel zette."),
            ANALYSIS,
            MACHINE,
        ),
        Column(
            "machine_cluster_id",
            TEXT,
            said("Dat groepsvoorstel, een voorstel van de machine."),
            ANALYSIS,
            MACHINE,
        ),
        Column("machine_words", TEXT, said("De werktitel die de machine eraan gaf."), ANALYSIS, MACHINE),
        Column(
            "machine_confidence",
            NUMBER,
            said("Hoe goed de tekst volgens de machine in dat voorstel past, van 0 tot 1."),
            ANALYSIS,
            MACHINE,
        ),
    )


def _kind_columns() -> Iterator[Column]:
    """What the kinds of exercise add, each name once."""
    seen: set[str] = set()
    for kind in KINDS.values():
        for column in kind.columns:
            if column.name not in seen:
                seen.add(column.name)
                yield Column(column.name, TEXT, column.meaning, ANALYSIS)


CONTRIBUTIONS = Table(
    "contributions",
    said(
        "Elke bijdrage precies één keer: wat mensen schreven, en waar het terechtkwam. Heeft een bijdrage "
        "meer fragmenten of vragen, dan staat hier wat eerst geplaatst is; alles staat in placements."
    ),
    (
        Column(
            "id",
            TEXT,
            said(
                "De bijdrage. In de beperkte export het echte nummer, anders een code die alleen hier geldt."
            ),
        ),
        Column(
            "kind",
            TEXT,
            said(
                "intervention, reason, precondition, obstacle, idea, finding, petal, vision, answer, reply "
                "of interview."
            ),
        ),
        Column("parent", TEXT, said("De interventie waar dit bij hoort; leeg bij een interventie zelf.")),
        Column("exercise", NUMBER, said("De stap van het programma; zie exercises.position.")),
        Column("question", TEXT, said("De vraag van de gids waarop dit antwoordt; leeg in een zaal.")),
        Column("group", TEXT, said("De focusgroep waarin het gezegd werd; leeg in een zaal.")),
        Column("reply_to", TEXT, said("Het antwoord waarop dit een reactie is; anders leeg.")),
        Column("table", NUMBER, said("Het nummer van de tafel op dat moment."), ANALYSIS),
        Column("participant", TEXT, said("Wie het schreef, als code; zie participants."), ANALYSIS),
        Column("entered_by", TEXT, said("Wie het voor iemand anders intypte; meestal leeg."), ANALYSIS),
        Column("language", TEXT, said("De taal waarin de deelnemer de pagina las."), ANALYSIS),
        Column("version", NUMBER, said("De hoeveelste versie van de tekst dit is; zie versions."), ANALYSIS),
        Column(
            "state",
            TEXT,
            said(
                "shown, waiting, private (een notitie voor zichzelf, zonder de woorden), replaced (de tafel "
                "legde er andere woorden), hidden of withdrawn."
            ),
        ),
        Column("hidden_reason", TEXT, said("Waarom het verborgen is; de schrijver leest dit ook."), ANALYSIS),
        Column("created", MOMENT, said("Wanneer het geschreven werd.")),
        Column(
            "text",
            TEXT,
            said(
                "De woorden zelf. Leeg wat teruggetrokken is, in elke export. In de publieke export alleen "
                "de namen van interventies: meer toont de wand niet. Van focusgroepen staat daar alleen wie "
                "akkoord ging om aangehaald te worden."
            ),
        ),
        Column(
            "place",
            TEXT,
            said(
                "Waar het aan de tafel ligt: A tot H, A1 tot H8 in de lotusbloem, of finding. Geen rangorde."
            ),
        ),
        Column("confirmed", MOMENT, said("Wanneer de tafel het eens werd over haar vaststelling.")),
        Column("told", MOMENT, said("Wanneer de vaststelling voor het eerst op de wand kwam.")),
        *_kind_columns(),
        Column("levers", LIST, said("De hefbomen die de interventie noemt, als sleutel; zie levers.")),
        Column("hearts", NUMBER, said("Hoeveel anderen een warm hart gaven. Dat is geen stem.")),
        *_theme_columns(),
    ),
)

PLACEMENTS = Table(
    "placements",
    said(
        "Elk fragment per vraag die eraan gesteld werd, één keer voor elk thema waarin het staat: waar "
        "mensen het plaatsten, en de machine."
    ),
    (
        Column("contribution", TEXT, said("De bijdrage; zie contributions.id.")),
        Column("passage", NUMBER, said("Het hoeveelste fragment van die bijdrage.")),
        Column("starts_at", NUMBER, said("Het eerste teken van het fragment, vanaf 0.")),
        Column("ends_at", NUMBER, said("Het teken na het laatste; leeg is tot het einde.")),
        Column("version", NUMBER, said("De versie van de tekst waarin dit fragment staat.")),
        *_theme_columns(),
    ),
)

LEVERS = Table(
    "levers",
    said("De hefbomen, met hoe vaak ze genoemd werden."),
    (
        Column("key", TEXT, said("De sleutel, die blijft als de naam verandert.")),
        Column("name", TEXT, said("De naam.")),
        Column("explanation", TEXT, said("De uitleg.")),
        Column("position", NUMBER, said("De volgorde.")),
        Column("count", NUMBER, said("Hoeveel getoonde interventies de hefboom noemen.")),
        Column("underserved", FLAG, said("Waar: minder dan de helft van een gelijk deel van de aandacht.")),
    ),
)

PARTICIPANTS = Table(
    "participants",
    said("De deelnemers, onder codes die voor deze export getrokken zijn."),
    (
        Column("participant", TEXT, said("De code. Een andere export heeft andere codes.")),
        Column("table", NUMBER, said("De tafel waar deze deelnemer nu zit.")),
        Column("group", TEXT, said("De focusgroep van deze deelnemer; leeg in een zaal.")),
        Column("segment", TEXT, said("Het segment van deze deelnemer, waar de gids die kent."), RESTRICTED),
        Column("contributions", NUMBER, said("Hoeveel bijdragen van deze deelnemer in de tabel staan.")),
        Column("joined", MOMENT, said("Wanneer deze deelnemer binnenkwam.")),
        Column("number", NUMBER, said("De hoeveelste deelnemer van de workshop."), RESTRICTED),
        Column("name", TEXT, said("De naam, als die gegeven is."), RESTRICTED),
        Column("language", TEXT, said("De taal waarin deze deelnemer de pagina leest."), RESTRICTED),
    ),
    ANALYSIS,
)

VERSIONS = Table(
    "versions",
    said("Elke versie van elke tekst, de huidige inbegrepen. Leeg wat teruggetrokken is."),
    (
        Column("contribution", TEXT, said("De bijdrage; zie contributions.id.")),
        Column("version", NUMBER, said("De hoeveelste versie.")),
        Column("text", TEXT, said("De woorden van die versie.")),
        Column("written", MOMENT, said("Wanneer die geschreven werd.")),
    ),
    ANALYSIS,
)

EXERCISES = Table(
    "exercises",
    said("De stappen van het programma."),
    (
        Column("position", NUMBER, said("De hoeveelste stap.")),
        Column("kind", TEXT, said("De soort oefening.")),
        Column("title", TEXT, said("De naam van de stap.")),
        Column("prompt", TEXT, said("Wat er op de telefoon gevraagd werd.")),
        Column("minutes", NUMBER, said("Hoeveel minuten er voorzien waren.")),
        Column("state", TEXT, said("waiting, open of closed.")),
        Column("opened_at", MOMENT, said("Wanneer de stap openging.")),
        Column("closed_at", MOMENT, said("Wanneer de stap sloot.")),
    ),
)

TABLES_IN_THE_HALL = Table(
    "tables",
    said("De tafels in de zaal."),
    (
        Column("table", NUMBER, said("Het nummer van de tafel.")),
        Column("participants", NUMBER, said("Hoeveel deelnemers er nu zitten.")),
        Column("contributions", NUMBER, said("Hoeveel bijdragen er geschreven werden.")),
    ),
    ANALYSIS,
)

ABOUT = Table(
    "about",
    said("Wat dit bestand is: van welke workshop, wanneer gemaakt, wat van mensen is en wat van de machine."),
    (
        Column("what", TEXT, said("Waarover deze regel gaat.")),
        Column("value", TEXT, said("Wat erover te zeggen is.")),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CONTRIBUTIONS,
        PLACEMENTS,
        THEMES,
        KEY_GROUPS,
        DISSENT,
        TWINS,
        RATINGS,
        PILES,
        CLUSTERS,
        RUNS,
        ANALYSES,
        LEVERS,
        OBJECTIVES,
        MATERIAL,
        INGREDIENTS,
        ARGUMENTS,
        INTERVIEWS,
        PARTICIPANTS,
        VERSIONS,
        EXERCISES,
        TABLES_IN_THE_HALL,
        ABOUT,
    )
}
"""In the order of the sheets."""


def tables_at(grade: Grade) -> list[Table]:
    return [table for table in TABLES.values() if table.grade <= grade]
