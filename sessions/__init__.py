"""The domain of Lotusbloem. One word per thing, in code, interface and export.

Organisation (organisatie)   who owns trajectories and scripts on this installation
User (gebruiker)             somebody with an account: facilitator, moderator, analyst, observer of a workshop
Trajectory, Phase (traject)  the whole process and its phases
Workshop                     one gathering with a join code, a programme and a language
Script (draaiboek)           a reusable programme from which a workshop is made
Exercise, ExerciseKind       one step of the programme; the shape of such a step (oefening)
Table (tafel)                people who work together in the hall
Participant (deelnemer)      who contributes; pseudonymous by default
Contribution (bijdrage)      one thing said, in the person's own words, never rewritten by someone else
Intervention (interventie)   a described initiative or practice: a contribution with characterisation
Reason                       one answer to *why does it work?*: a contribution under an intervention
Precondition                 what must hold for an intervention to succeed (randvoorwaarde)
Obstacle                     what stood in the way of an intervention
Lever (hefboom)              one of the six (editable) places where societal energy is invested
Heart (warm hart)            a sign of warmth for somebody else's contribution, not a vote
Passage (fragment)           a contribution or a part of it: the unit that is clustered, coded and placed
Analysis (analyse)           a question put to a set of passages (*why does it work?*)
Run                          one machine proposal within an analysis
Cluster (groepsvoorstel)     a machine proposal: belongs to one run, disposable
Theme (thema)                a human decision: a named grouping with members
Placement                    the decision that a passage belongs to a theme
KeyCharacteristic            a theme that people defined, gave a level and ranked (sleutelkenmerk)
KeyGroup                     the summary level above key characteristics (groep sleutelkenmerken)
Level (niveau)               characteristic, goal or precondition
Pile (stapel)                what one person put together while sorting, alone and by meaning
Statement (uitspraak)        a passage as it is put before people to sort
Deck                         the statements that one person gets
Meant                        an author's yes or no to where their passage was placed
Dissent (afwijkende stem)    an objection attached to a theme, its name, its rank or a membership
FocusGroup (focusgroep)      people who work on the same guide, each at their own time
Member (lid)                 a participant of a focus group, invited with a personal link
Round, Question              questions that open and close together; one question of the guide
Probe                        what a moderator asks further, to all of a group or to one member
Lexicon, Mark, Term          delicate words: somebody's mark, and the term that marks become (begrip)
Meaning (betekenis)          what a term means to somebody, in their own words
Material (materiaal)         words that were made into an interest, an ingredient, a vision element ...
Objective (doelstelling)     a basic objective behind what people want, shared or individual
Change (wijziging)           one line of the journal
Audience                     a kind and a scope: who looks, therefore what may be shown

Between Cluster and Theme runs the ethical line of the product: a machine proposes, people decide, and a
run never overwrites a decision.
"""
