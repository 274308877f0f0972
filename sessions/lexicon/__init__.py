"""The lexicon: delicate words, what they mean to people, and the wording that they agreed on.

=================  ==========================================================================
`forms`            where a term stands in a text, in which of its forms
`marks`            somebody found a word delicate, and why
`terms`            moderators gather marks into terms, with the wording agreed on and words to avoid
`meanings`         what a term means, in people's own words, and who agrees
`context`          how often, where, and between which words a term stands
`hints`            what a writer is told about a word: it explains, and never stops anybody
`carrying`         the lexicon of one workshop goes along to the next
=================  ==========================================================================

A term is never forbidden. What people wrote is never changed because of it.
"""
