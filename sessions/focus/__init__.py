"""Asynchronous focus groups: a guide of rounds and questions, groups that work on it side by side over days.

=================  ==========================================================================
`times`            clock times in the workshop's zone become moments; what is open at a moment
`asked`            reading the guide: rounds, questions, groups, members, in their order
`visibility`       whether a member may read what others answered
`promises`         which staff read an answer, and what may be quoted outside
`feeding`          whether replies lie on the workbench of a question beside its answers
`answering`        a member answers, corrects, withdraws, puts back
`threads`          replies of one level, quotes, thanks, answers to probes
`quoting`          the sentences of an answer, which a reply can quote
`speaking`         members about words: delicate ones, and what they mean
`seen`             that a member has read a question, and the day
`links`            the personal link of a member
`forms`            the forms of a question: what it needs, what is answered, how long it takes
=================  ==========================================================================

What members write are contributions, so everything that holds for those holds here: versions, withdrawal,
hiding with a reason, passages, analyses, the archive. What a member may see is decided in
`sessions.projections.focus`, nowhere else.
"""
