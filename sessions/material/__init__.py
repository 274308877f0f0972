"""From what was said to what the next workshop works with.

=================  ==========================================================================
`said`             everything that was said, to look through
`coding`           words of a contribution become an interest, an ingredient, a vision element ...
`objectives`       the basic objectives behind interests: shared by groups, or of one alone
`interviews`       notes of a depth interview, with who held it and which consent
`third_persons`    names of third persons that may stand in what was said, for somebody to decide on
`full_names`       where names stand in texts; names of several parts are one
`comparing`        what the groups said, beside each other
`carrying`         everything of use goes along to the next workshop, with its source
`receding`         what is taken back leaves that workshop again
=================  ==========================================================================

Nobody's words are changed. Each piece of material knows the very words that it came from.
"""
