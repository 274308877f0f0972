"""Groups short texts into proposals that people then decide on: texts and arrays in, plain values out.

Nothing here knows a database, a web page or a clock. One step of the pipeline is one module, named after
what it does:

=================  ==========================================================================
`embed`            texts become vectors (two models, both on this machine)
`names`            names of places and people left out of the comparison, where that is asked
`blend`            the models' vectors are centred per language and weighed together
`nearest`          nearest neighbours, and vectors smoothed over them or by walks over them
`space`            the ground on which a tree grows: smoothed vectors and the graph of neighbours
`louvain`          communities in a graph
`count`            how many clusters the texts seem to hold; a coarser and a finer number
`group`            micro-clusters, average linkage, refining steps, confidence
`grow`             the tree: what people decided first, refined at the proposed number
`tree`             what a run keeps: any number of clusters is a cut of it, at once
`describe`         words, title, quote, sureness, bridging and what is still to sort, for one cut
`compounds`        the parts of Dutch compounds
`label`            three distinctive words, a title and a quote per cluster
`duplicates`       texts that say nearly the same, linked and never removed
`steer`            what people have already decided, and how it attracts the rest
`known`            themes known beforehand, and which texts they draw
`sorted_prior`     people's piles joined with what the texts say
`reading`          what a run reads: different texts and the decisions about them, row by row
`kept`             vectors that were made before
`propose`          all of these in order: the one function most callers need; `recut` for another cut
`suggest`          themes for one new text, with a confidence
`why`, `explain`   "why here?": nearest neighbours, words that pulled, whose sorting
`alike`            which of a few statements mean about the same, and which stay alone
`piles`            what people sorted together: counts and similarities per pair of statements
`scaling`          a flat map from dissimilarities (non-metric multidimensional scaling)
`concept_map`      group concept mapping: piles to map, tree and bridging index
`agreement`        how far groupings agree, and how far people agree among themselves
`spreadsheet`      the same for a CSV file
`__main__`         the same in a process of its own, JSON in and JSON lines out
=================  ==========================================================================

Importing this package is cheap on purpose: the web process imports it, and only a child process clusters.
"""
