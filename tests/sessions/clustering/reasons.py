"""Sixty made-up Dutch reasons in six themes, as people say them, for judging the whole pipeline."""

THEMES = {
    "talent": """
        jongeren krijgen de kans om hun talent te tonen
        ze ontdekken hier waar ze goed in zijn
        iedereen heeft een talent en dat wordt hier gezien
        omdat jonge mensen hun talenten kunnen ontwikkelen
        er wordt gekeken naar wat je kan en niet naar je diploma
        mensen mogen laten zien wat ze kunnen
        je groeit omdat iemand in jouw kunnen gelooft
        talenten van nieuwkomers worden eindelijk gewaardeerd
        ze kijken naar je sterke kanten en bouwen daarop verder
        verborgen talenten komen boven""",
    "ontmoeten": """
        buren leren elkaar kennen bij koffie en taart
        mensen ontmoeten elkaar die elkaar anders nooit zien
        samen eten brengt de hele straat bij elkaar
        op het buurtfeest praat je met buren die je niet kende
        het is een plek waar je elkaar gewoon tegenkomt
        door elkaar te ontmoeten verdwijnt de angst voor de ander
        oude en nieuwe buren ontmoeten elkaar in de tuin
        je leert andere mensen uit de wijk kennen
        samen koken en aan een lange tafel eten
        ontmoetingen tussen jong en oud in de buurt""",
    "geld": """
        er is subsidie voor meerdere jaren
        zonder vast budget valt het project na een jaar stil
        de stad betaalt de huur en dat geeft zekerheid
        er is genoeg geld om iemand te betalen
        structurele financiering in plaats van losse projectsubsidies
        het budget is klein maar het komt elk jaar terug
        een bedrijf uit de streek geeft elk jaar geld
        de gemeente maakt middelen vrij in haar begroting
        geld voor materiaal en vervoer is geregeld
        subsidies aanvragen kost minder tijd dan vroeger""",
    "taal": """
        er wordt traag en duidelijk Nederlands gesproken
        een tolk helpt wie de taal nog niet kent
        de folder is vertaald in vijf talen
        je mag je eigen taal spreken en dat is oké
        Nederlands oefenen zonder schrik om fouten te maken
        moeilijke woorden worden uitgelegd met beelden
        taalles en praten aan de keukentafel gaan samen
        vrijwilligers die Arabisch en Turks spreken vertalen mee
        wie de taal leert durft meer te praten
        brieven in klare taal geschreven die iedereen verstaat""",
    "trekker": """
        er is één trekker die nooit opgeeft
        een bezieler die iedereen meekrijgt
        de coördinator kent iedereen en blijft bellen
        zonder de juf die er haar hart in legt was het er niet
        een paar koppige vrijwilligers die blijven doorgaan
        de trekker van het project straalt enthousiasme uit
        een gedreven persoon die anderen meetrekt
        het staat of valt met de inzet van de vrijwilligers
        iemand die tijd vrijmaakt en de kar trekt
        een sterke leider die verantwoordelijkheid durft geven""",
    "wet": """
        de antidiscriminatiewet wordt hier echt toegepast
        praktijktesten op de huurmarkt met sancties
        er is een meldpunt waar je klacht ernstig genomen wordt
        discriminatie wordt bestraft door de rechter
        een duidelijk juridisch kader waar je op kan steunen
        de inspectie controleert of werkgevers discrimineren
        er staat een boete op wie de wet overtreedt
        klachten over racisme worden onderzocht en opgevolgd
        mystery calls bij interimkantoren die de wet ontwijken
        je rechten staan zwart op wit in de wet""",
}


def labelled() -> tuple[list[str], list[str]]:
    """The sixty texts, themes interleaved, and the theme of each."""
    columns = {
        theme: [line.strip() for line in lines.strip().splitlines()] for theme, lines in THEMES.items()
    }
    rows = [
        (text, theme)
        for texts in zip(*columns.values(), strict=True)
        for text, theme in zip(texts, columns, strict=True)
    ]
    return [text for text, _ in rows], [theme for _, theme in rows]
