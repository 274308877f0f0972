"""What the four people of the journey write, and the ledger of what must be found back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Words:
    """One intervention as somebody writes it; levers and kinds are the words on the screen."""

    title: str
    reasons: tuple[str, ...] = ()
    preconditions: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    what: str = ""
    who: str = ""
    obstacle: str = ""

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(kind, text) of what hangs under it."""
        obstacle = [("obstacle", self.obstacle)] if self.obstacle else []
        return [
            *(("reason", text) for text in self.reasons),
            *(("precondition", text) for text in self.preconditions),
            *obstacle,
        ]


@dataclass
class Written:
    """An intervention that somebody sent, and what became of it."""

    words: Words
    author: str
    table: int
    state: str = "shown"
    version: int = 1
    hearts: int = 0
    hidden_reason: str = ""


@dataclass
class Ledger:
    """Everything that was sent, by title. `beside` counts what is said otherwise than as an intervention:
    (kind, text, state)."""

    entries: dict[str, Written] = field(default_factory=dict)
    beside: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def note(self, words: Words, author: str, table: int) -> None:
        assert words.title not in self.entries, "the journey must tell its contributions apart"
        self.entries[words.title] = Written(words, author, table)

    def corrected(self, title: str, better: str) -> None:
        written = self.entries.pop(title)
        written.words = replace(written.words, title=better)
        written.version += 1
        self.entries[better] = written

    def __getitem__(self, title: str) -> Written:
        return self.entries[title]

    @property
    def shown(self) -> list[Written]:
        return [each for each in self.entries.values() if each.state == "shown"]

    def texts(self, kind: str) -> list[str]:
        """The texts of that kind that count."""
        parts = [text for each in self.shown for part, text in each.words.parts if part == kind]
        return parts + [
            text for said, text, state in self.beside.elements() if (said, state) == (kind, "shown")
        ]


SWING = Words(
    "Schommelfeest op het plein",
    (
        "Ouders praten met elkaar terwijl de kinderen spelen",
        "Je hoeft je nergens voor in te schrijven",
        "Niemand vraagt waar je vandaan komt",
    ),
    ("Een vaste plek waar je droog zit", "Iemand die elke woensdag de sleutel heeft"),
    ("Vertrouwen", "Levenskwaliteit"),
    ("Informeel", "Het bestaat", "Hier"),
    what="Elke woensdag staan er banken en thee bij de schommels.",
    who="Ouders van de buurt en het speelplein",
    obstacle="De eerste maanden dacht men dat je lid moest zijn.",
)
AMAL = (
    SWING,
    Words(
        "Huiswerkklas in de moskee",
        ("Studenten uit de buurt zijn een voorbeeld voor de kleintjes", "Het is vlak bij huis"),
        ("Geld voor de verwarming", "De school en de moskee spreken elkaar elke maand"),
        ("Handelingsvermogen",),
    ),
    Words(
        "Buurtmaaltijd met restjes",
        ("Samen koken maakt het gesprek makkelijk", "Iedereen brengt iets mee, dus niemand is gast"),
        ("Een keuken die open is in het weekend",),
        ("Levenskwaliteit", "Vertrouwen"),
    ),
    Words(
        "Meter of peter voor nieuwkomers",
        ("Je hebt één gezicht dat je altijd mag bellen", "Het blijft ook na het eerste jaar bestaan"),
        ("Vrijwilligers krijgen een korte opleiding", "Er is iemand die de duo’s opvolgt"),
        ("Vertrouwen", "Handelingsvermogen"),
    ),
)
BERT = (
    Words(
        "Fietsschool voor vrouwen",
        ("Wie leert fietsen, komt zelf waar ze wil", "De lessen zijn op maat van wie er is"),
        ("Fietsen die je mag lenen", "Lesgevers die genoeg tijd krijgen"),
        ("Handelingsvermogen", "Meerwaarde"),
        ("Informeel", "Het bestaat", "Hier"),
    ),
    Words(
        "Radio van de wijk",
        ("Jongeren vertellen hun eigen verhaal", "Je hoort eens iets anders dan problemen"),
        ("Geld dat voor drie jaar vastligt",),
        ("Meerwaarde",),
    ),
    Words("Iets met sport", ("Sport verbindt altijd",), ("Een zaal",), ("Levenskwaliteit",)),
    Words(
        "Repaircafé met uitleg in vier talen",
        ("Wat je kan, telt meer dan welke taal je spreekt", "Oud en jong zitten aan dezelfde tafel"),
        ("Een vaste plek met gereedschap", "De gemeente denkt mee en beslist niet alleen"),
        ("Meerwaarde", "Vertrouwen"),
    ),
)
CHANTAL = (
    Words(
        "Taalcafé in de wasserette",
        ("Je bent er toch al, dus het kost je geen tijd", "Fouten maken mag, niemand verbetert je hardop"),
        ("De eigenaar van de wasserette wil meedoen",),
        ("Vertrouwen",),
    ),
    Words(
        "Spelende grootouders",
        ("Grootouders brengen rust en hebben tijd", "Kinderen horen verhalen van vroeger en van elders"),
        ("Duidelijke afspraken met de school", "Geld voor een koffie en een verzekering"),
        ("Levenskwaliteit",),
    ),
    Words(
        "Samen moestuin",
        ("Samen iets maken praat makkelijker dan een vergadering", "Wat groeit, is van iedereen"),
        ("Grond die niet na een jaar weg moet", "Iemand die het volhoudt in de winter"),
        ("Levenskwaliteit", "Herverdelen"),
    ),
    Words(
        "Bibliotheek in het park",
        ("Het is gratis en je mag zo binnenlopen",),
        ("De stad zorgt voor het onderhoud",),
        ("Levenskwaliteit",),
        ("Gewenst",),
    ),
)
DIRK = (
    Words(
        "Voetbal zonder ploegen",
        ("Wie er is, speelt mee, met wie dan ook", "Niemand zit op de bank"),
        ("Een coach die iedereen bij de naam kent",),
        ("Vertrouwen",),
    ),
    Words(
        "Klachtenloket bij Fatima thuis",
        ("Ze luistert zonder formulier",),
        ("Een vaste avond in de week",),
        ("Vertrouwen",),
    ),
    Words(
        "Eerste baan met een buddy",
        ("Iemand toont je de ongeschreven regels", "Je durft een vraag te stellen zonder dom te lijken"),
        ("De buddy krijgt er tijd voor van de baas", "De directie staat er ook achter"),
        ("Meerwaarde", "Handelingsvermogen"),
        ("Formeel",),
    ),
    Words(
        "Feest van het einde van het jaar",
        ("Iedereen kookt iets van thuis", "Er is muziek van overal en dus van niemand alleen"),
        ("Vergunningen die niet drie maanden duren",),
        ("Vertrouwen", "Levenskwaliteit"),
    ),
)
# The form's words for a kind: the column of the export and what it says there.
KINDS = {
    "Formeel": ("formal", "formal"),
    "Informeel": ("formal", "informal"),
    "Het bestaat": ("existing", "existing"),
    "Gewenst": ("existing", "wished"),
    "Hier": ("here", "here"),
    "Buitenland": ("here", "abroad"),
}
