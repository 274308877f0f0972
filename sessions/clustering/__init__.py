"""Groups short texts into proposals that people then decide on: texts and arrays in, plain values out.

Nothing here knows a database, a web page or a clock. One step of the pipeline is one module, named after
what it does:

=================  ==========================================================================
`embed`            texts become vectors (two models, both on this machine)
`names`            names of places and people left out of the comparison, where that is asked
`blend`            the models' vectors are centred per language and weighed together
`nearest`          nearest neighbours, and vectors smoothed over them
`count`            how many clusters the texts seem to hold
`group`            the tree, the cut, the last refining steps, what does not fit anywhere
`label`            three distinctive words, a title and a quote per cluster
`duplicates`       texts that say nearly the same, linked and never removed
`steer`            what people have already decided, and how it attracts the rest
`propose`          all of these in order: the one function most callers need
`suggest`          themes for one new text, with a confidence
`why`              the nearest neighbours of one text: "why here?"
`piles`            what people sorted together: counts and similarities per pair of statements
`scaling`          a flat map from dissimilarities (non-metric multidimensional scaling)
`concept_map`      group concept mapping: piles to map, tree and bridging index
`agreement`        how far groupings agree, and how far people agree among themselves
`spreadsheet`      the same for a CSV file
`__main__`         the same in a process of its own, JSON in and JSON lines out
=================  ==========================================================================

Importing this package is cheap on purpose: the web process imports it, and only a child process clusters.
"""
