"""The most common words of Dutch, French and English: they tell the language and never name a cluster."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


DUTCH = _listed(
    """de het een en of maar want dus als dan dat die dit deze er hier daar waar wie wat hoe wanneer waarom
    welk welke ik je jij jou jouw u uw hij zij ze haar hem zijn we wij ons onze jullie hun hen men mij me mijn
    zich zelf is ben bent was waren wordt worden werd geworden heb hebt heeft hebben had hadden kan kunt
    kunnen kon konden zal zult zullen zou zouden moet moeten moest mag mogen wil wilt willen wou gaat gaan ga
    ging doet doen doe laat laten komt komen niet geen wel ook nog al maar meer meest minder veel weinig heel
    erg zeer te om van voor naar met bij in op aan uit door over onder tegen tot tussen zonder sinds binnen
    buiten na via per toch alleen altijd nooit soms vaak weer even iets niets iemand niemand iedereen ieder
    iedere elk elke alle alles andere ander anderen eigen zo zoals omdat zodat terwijl hoewel indien toen nu
    dan ooit eens eerst ja nee vooral ervan eraan erop erbij ermee hierdoor daardoor daarom waardoor waarbij
    waarin m'n z'n 't 'n"""
)
FRENCH = _listed(
    """le la les l un une des du de d et ou mais car donc si ce cet cette ces cela ça ceci il elle ils elles
    on nous vous je j tu te t toi moi me m se s lui leur leurs y en que qu qui quoi dont où quand comment
    pourquoi quel quelle quels quelles mon ma mes ton ta tes son sa ses notre nos votre vos est sont être été
    suis es sommes êtes était étaient sera seront serait a ai as ont avons avez avoir avait avaient aura eu
    fait faire font peut peuvent pouvoir doit doivent faut va vont aller ne n pas plus moins très trop peu
    beaucoup aussi bien même encore déjà toujours jamais souvent parfois à au aux dans par pour sur sous avec
    sans entre vers chez contre avant après depuis pendant comme parce tout toute tous toutes chaque autre
    autres rien quelque quelques alors ainsi puis ici là c oui non été étant ayant"""
)
ENGLISH = _listed(
    """the a an and or but if then so because as than that this these those there here where who whom whose
    what which when why how i you he she it we they me him her us them my your his its our their mine yours is
    are was were be been being am have has had having do does did doing done can could will would shall should
    may might must not no nor only own same too very just also more most less many much few some any each
    every all both other another such of in on at by for with about against between into through during before
    after above below to from up down out off over under again once now ever never always often s t d ll m re
    ve don isn aren wasn doesn didn won let get got make makes made go goes going"""
)
BY_LANGUAGE: dict[str, frozenset[str]] = {"nl": DUTCH, "fr": FRENCH, "en": ENGLISH}
NEGATIONS = _listed(
    """niet geen nooit niemand niets zonder nergens ne pas jamais rien sans aucun aucune not no never without
    nobody nothing cannot can't don't doesn't isn't"""
)
