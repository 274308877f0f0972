"""A name for whoever takes part under none: a bird, a tree or a flower, in the language of the person."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

_NL = """
Akelei Beuk Bloesem Boshyacint Brem Buizerd Distel Duif Egelantier Els Es Fazant Fluiter Fuut Gaai
Gierzwaluw Grutto Haagwinde Havik Hazelaar Heide Hop Iep Iris Jasmijn Kamille Kievit Klaproos Klaver
Koekoek Korenbloem Krokus Kwartel Lariks Leeuwerik Lijster Linde Lisdodde Lupine Margriet Mees Meidoorn
Merel Mispel Nachtegaal Narcis Olm Ooievaar Patrijs Pimpernel Plataan Populier Putter Reiger Roodborst
Salie Sijs Specht Spreeuw Tijm Torenvalk Tureluur Uil Vink Vlier Vlinder Wielewaal Wikke Wilg
Winterkoning Wulp Zwaluw
"""
_FR = """
Alouette Ancolie Aubépine Aulne Bergeronnette Bleuet Bouleau Bouvreuil Bruyère Buse Caille Camomille
Cardère Cerisier Charme Chêne Chouette Cigogne Colombe Coquelicot Coucou Crocus Cygne Églantine Épervier
Érable Faisan Fauvette Frêne Genêt Gentiane Geai Grive Héron Hêtre Hirondelle Houx Huppe Iris Jasmin
Jonquille Lavande Linotte Loriot Lupin Marguerite Martinet Merle Mésange Moineau Muguet Myosotis
Noisetier Orme Pensée Perdrix Peuplier Pic Pinson Pivoine Primevère Rossignol Rougegorge Sapin Sauge
Saule Sureau Thym Tilleul Tourterelle Trèfle Tulipe Violette
"""
_EN = """
Alder Ash Aspen Beech Birch Blackbird Bluebell Bluetit Broom Bullfinch Buttercup Chaffinch Cherry Clover
Columbine Cornflower Cowslip Crocus Cuckoo Curlew Daffodil Daisy Dove Dunnock Elder Elm Fern Finch
Foxglove Gentian Goldfinch Gorse Harebell Hawthorn Hazel Heather Heron Holly Hornbeam Iris Ivy Jasmine
Juniper Kestrel Kingfisher Lapwing Lark Larch Lavender Linden Linnet Lupin Magpie Maple Marigold Martin
Nightingale Oak Oriole Osprey Owl Pansy Plover Poplar Poppy Primrose Robin Rowan Sage Siskin Skylark
Sorrel Sparrow Starling Swallow Swift Thistle Thrush Thyme Violet Wagtail Willow Wren Yarrow
"""
GIVEN: dict[str, tuple[str, ...]] = {
    "nl": tuple(_NL.split()),
    "fr": tuple(_FR.split()),
    "en": tuple(_EN.split()),
}


def given(taken: Collection[str], language: str, random: Random) -> str:
    """A name that nobody of `taken` has, whatever its case. When all words are taken, one with a number."""
    known = {name.casefold() for name in taken}
    names = GIVEN.get(language, GIVEN["nl"])
    number = 1
    while True:
        free = [name if number == 1 else f"{name} {number}" for name in names]
        free = [name for name in free if name.casefold() not in known]
        if free:
            return random.choice(free)
        number += 1
