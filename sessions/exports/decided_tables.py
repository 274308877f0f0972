"""The tables of what people decided and rated, and of what a machine proposed: a part of `tables`."""

from __future__ import annotations

from sessions import words
from sessions.exports.columns import FLAG, MACHINE, MOMENT, NUMBER, PEOPLE, TEXT, Column, Table
from sessions.exports.grade import Grade

said = words.mark

ANALYSIS, RESTRICTED = Grade.ANALYSIS, Grade.RESTRICTED

_RATING = (
    Column(
        "rating_mean",
        NUMBER,
        said("De gemiddelde plaats die mensen het gaven, 1 is het belangrijkst; leeg is niet gerangschikt."),
        by=PEOPLE,
    ),
    Column("rating_people", NUMBER, said("Hoeveel mensen het een plaats gaven."), by=PEOPLE),
    Column(
        "rating_low",
        NUMBER,
        said("De helft van die mensen zette het vanaf deze plaats (eerste kwartiel)."),
        by=PEOPLE,
    ),
    Column("rating_high", NUMBER, said("Tot en met deze plaats (derde kwartiel)."), by=PEOPLE),
)

THEMES = Table(
    "themes",
    said("Wat mensen beslisten: thema's en sleutelkenmerken."),
    (
        Column("id", TEXT, said("Het thema."), by=PEOPLE),
        Column("analysis", TEXT, said("De vraag waarop het thema een antwoord is.")),
        Column("title", TEXT, said("De naam die mensen het gaven; leeg is nog zonder naam."), by=PEOPLE),
        Column("description", TEXT, said("De uitleg die mensen erbij schreven."), by=PEOPLE),
        Column("level", TEXT, said("characteristic, goal of precondition; leeg is niet gezegd."), by=PEOPLE),
        Column("rank", NUMBER, said("De plaats, 1 is het belangrijkst; leeg is niet geordend."), by=PEOPLE),
        Column("key_group", TEXT, said("De groep sleutelkenmerken; zie key_groups.title."), by=PEOPLE),
        Column("count", NUMBER, said("Hoeveel fragmenten erin staan.")),
        Column("people", NUMBER, said("Hoeveel verschillende mensen dat schreven.")),
        Column("hearts", NUMBER, said("Hoeveel warme harten de interventies erachter samen kregen.")),
        Column("tables", NUMBER, said("Aan hoeveel verschillende tafels.")),
        Column("groups", NUMBER, said("In hoeveel verschillende focusgroepen.")),
        Column(
            "repeats",
            NUMBER,
            said("Hoeveel van die fragmenten volgens mensen hetzelfde zeggen als een ander; ze tellen mee."),
            by=PEOPLE,
        ),
        Column("dissent", NUMBER, said("Hoeveel afwijkende stemmen er zijn; zie dissent.")),
        Column(
            "example",
            TEXT,
            said("De bijdrage die het best toont wat het is; zie contributions.id."),
            ANALYSIS,
            PEOPLE,
        ),
        Column(
            "counter_example",
            TEXT,
            said("De bijdrage die toont waar het ophoudt; zie contributions.id."),
            ANALYSIS,
            PEOPLE,
        ),
        *_RATING,
        Column(
            "meant_yes",
            NUMBER,
            said("Van hoeveel fragmenten de schrijver zei: zo bedoelde ik het."),
            by=PEOPLE,
        ),
        Column(
            "meant_no",
            NUMBER,
            said("Van hoeveel fragmenten de schrijver zei: dit bedoelde ik niet."),
            by=PEOPLE,
        ),
        Column(
            "decided_by", TEXT, said("Wie het thema maakte; in de publieke export altijd people."), by=PEOPLE
        ),
        Column("decided_at", MOMENT, said("Wanneer het gemaakt werd."), by=PEOPLE),
        Column(
            "machine_run",
            NUMBER,
            said("De berekening van het voorstel dat mensen overnamen; leeg is zelf gemaakt."),
            by=MACHINE,
        ),
        Column("machine_words", TEXT, said("De werktitel van dat voorstel."), by=MACHINE),
    ),
)

KEY_GROUPS = Table(
    "key_groups",
    said("De groepen waarin mensen sleutelkenmerken samenvatten."),
    (
        Column("id", TEXT, said("De groep."), by=PEOPLE),
        Column("analysis", TEXT, said("De vraag waar de groep bij hoort.")),
        Column("title", TEXT, said("De naam van de groep."), by=PEOPLE),
        Column("description", TEXT, said("De uitleg bij de groep."), by=PEOPLE),
        Column(
            "rank",
            NUMBER,
            said(
                "De plaats die mensen de groep gaven; leeg is de plaats van het belangrijkste kenmerk erin."
            ),
            by=PEOPLE,
        ),
        Column("position", NUMBER, said("De volgorde waarin de groepen gemaakt zijn."), by=PEOPLE),
        Column("themes", NUMBER, said("Hoeveel thema's erin staan.")),
    ),
)

DISSENT = Table(
    "dissent",
    said(
        "Het register van afwijkende stemmen: elk bezwaar, ook wat weer ingetrokken is. Het valt nooit weg."
    ),
    (
        Column("id", TEXT, said("Het bezwaar.")),
        Column(
            "about", TEXT, said("Waartegen: theme, name, rank of membership (wat erin staat)."), by=PEOPLE
        ),
        Column("theme_id", TEXT, said("Het thema; zie themes. Leeg als het niet over een thema gaat.")),
        Column("theme", TEXT, said("Hoe dat thema nu heet, ook als het ontbonden is."), by=PEOPLE),
        Column("standing", FLAG, said("Waar: het thema staat er nog.")),
        Column("state", TEXT, said("open of withdrawn (ingetrokken door wie het zei).")),
        Column("raised", MOMENT, said("Wanneer het gezegd werd.")),
        Column("by_staff", FLAG, said("Waar: ingevoerd voor iemand in de zaal.")),
        Column("contribution", TEXT, said("De bijdrage waarover het gaat; zie contributions.id."), ANALYSIS),
        Column("text", TEXT, said("De woorden zelf; leeg wat ingetrokken is."), ANALYSIS, PEOPLE),
    ),
)

TWINS = Table(
    "twins",
    said("Fragmenten die bijna hetzelfde zeggen: voorgesteld, aan elkaar gehangen of uit elkaar gehouden."),
    (
        Column("analysis", TEXT, said("De vraag.")),
        Column("contribution", TEXT, said("De bijdrage die het eerst zei; zie contributions.id.")),
        Column("twin", TEXT, said("De bijdrage die het ook zegt.")),
        Column("state", TEXT, said("proposed (de machine), linked of apart (mensen)."), by=PEOPLE),
        Column("machine_similarity", NUMBER, said("Hoe gelijk volgens de machine, 0 tot 1."), by=MACHINE),
    ),
    ANALYSIS,
)

RATINGS = Table(
    "ratings",
    said("Wie welk thema welke plaats gaf. De som ervan staat in themes, in elke export."),
    (
        Column("exercise", NUMBER, said("De stap van het programma; zie exercises.position."), RESTRICTED),
        Column("participant", TEXT, said("Wie het deed, als code; zie participants."), RESTRICTED),
        Column("theme_id", TEXT, said("Het thema; zie themes."), RESTRICTED),
        Column("place", NUMBER, said("De plaats, 1 is het belangrijkst."), RESTRICTED, PEOPLE),
    ),
    RESTRICTED,
)

CLUSTERS = Table(
    "clusters",
    said("Groepsvoorstellen van de machine, uit de nieuwste berekening per vraag. Geen beslissingen."),
    (
        Column("machine_cluster_id", TEXT, said("Het voorstel."), by=MACHINE),
        Column("analysis", TEXT, said("De vraag waarop de machine een voorstel deed.")),
        Column("machine_run", NUMBER, said("Het nummer van de berekening; zie runs."), by=MACHINE),
        Column("position", NUMBER, said("De volgorde van de voorstellen."), by=MACHINE),
        Column("machine_words", TEXT, said("De werktitel die de machine gaf."), by=MACHINE),
        Column("machine_count", NUMBER, said("Hoeveel fragmenten de machine erin zette."), by=MACHINE),
        Column("undecided", NUMBER, said("Hoeveel daarvan mensen nog niet plaatsten.")),
        Column("machine_cohesion", NUMBER, said("Hoe hecht het voorstel is, van 0 tot 1."), by=MACHINE),
        Column(
            "machine_loose", FLAG, said("Waar: de machine vond geen verband, nog te sorteren."), by=MACHINE
        ),
        Column(
            "machine_theme_id",
            TEXT,
            said("Het thema waaraan de machine dit zou toevoegen; zie themes."),
            by=MACHINE,
        ),
        Column("medoid", TEXT, said("De bijdrage in het midden; zie contributions.id."), ANALYSIS, MACHINE),
        Column("set_aside", FLAG, said("Waar: mensen legden het voorstel opzij."), by=PEOPLE),
    ),
)

RUNS = Table(
    "runs",
    said("Elke keer dat de machine een voorstel berekende."),
    (
        Column("analysis", TEXT, said("De vraag.")),
        Column("machine_run", NUMBER, said("Het nummer van de berekening binnen die vraag."), by=MACHINE),
        Column("state", TEXT, said("running, done, failed of cancelled.")),
        Column("model", TEXT, said("Waarmee gerekend werd."), by=MACHINE),
        Column("parameters", TEXT, said("De instellingen van de berekening, als JSON."), by=MACHINE),
        Column("seed", NUMBER, said("Het begingetal: hetzelfde getal geeft hetzelfde voorstel."), by=MACHINE),
        Column("input_revision", NUMBER, said("De stand van het logboek waarmee gerekend werd.")),
        Column("started_by", TEXT, said("Wie het voorstel vroeg."), ANALYSIS),
        Column("started_at", MOMENT, said("Wanneer het gevraagd werd.")),
        Column("finished_at", MOMENT, said("Wanneer het klaar was.")),
    ),
)

ANALYSES = Table(
    "analyses",
    said("De vragen die aan de bijdragen gesteld werden."),
    (
        Column("analysis", TEXT, said("De sleutel van de vraag.")),
        Column("question", TEXT, said("De vraag zelf.")),
        Column("feeds_on", TEXT, said("De soort bijdragen waarover de vraag gaat.")),
        Column("towards", TEXT, said("key_characteristics of themes.")),
        Column("placed", NUMBER, said("Hoeveel fragmenten in een thema staan.")),
        Column("unplaced", NUMBER, said("Hoeveel fragmenten nergens staan.")),
        Column("aside", NUMBER, said("Hoeveel fragmenten mensen niet gebruikten, met een reden.")),
        Column("several", FLAG, said("Waar: een fragment mag in meer dan één thema staan."), by=PEOPLE),
    ),
)
