"""The demonstration day: simulated people play a startmoment through the real HTTP and Socket.IO surfaces.

day.py        what they say (`day.nl.json`) and how the people in the hall would name what belongs together
blossom.py    what they say at their tables (`blossom.nl.json`), and what they find most important
server.py     the server, as a process of its own
lead.py       the facilitator: prepares, opens, leads, types paper
people.py     the phones: join, watch, contribute, give hearts, lay petals, agree, put in order
company.py    all of them together, and the time they take
story.py      who does what when: morning.py, tables.py, afternoon.py with the workbench in desk.py

And the demonstration week, simulated people in focus groups, each at their own time:

week.py       what they say (`week.nl.md` is the guide, `week.nl.json` the rest)
moved.py      the server again, with a clock that only whoever started it can move
member.py     a member with a personal link; moderator.py who prepares, follows, asks further
weekly.py     the week scene by scene; harvest.py what is made of it, and the hall that goes on with it

Nothing here imports the domain: what it does, any outside client can do. `moved.py` alone serves.
"""
