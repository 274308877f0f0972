"""The demonstration day: simulated people play a startmoment through the real HTTP and Socket.IO surfaces.

day.py     what they say (`day.nl.json`) and how the people in the hall would name what belongs together
server.py  the server, as a process of its own
lead.py    the facilitator: prepares, opens, leads, proposes, decides
people.py  the phones: join, watch, contribute, give hearts, correct, withdraw
story.py   who does what when

Nothing here imports the domain: what it does, any outside client can do.
"""
