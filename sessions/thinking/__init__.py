"""What takes a machine time to find out, in a process of its own beside the hall's.

`python -m sessions.thinking` reads the database and never writes: what it found goes back as JSON, and the
one writer decides whether it still holds.

embedding.py   vectors of passages that have none yet
proposing.py   one run: clusters of what nobody placed, around what people decided
cutting.py     the clusters of another cut of a run's tree
suggesting.py  where an unplaced passage may belong; what stands near it
laying.py      where passages lie on the map
alike.py       which interests of focus groups may be alike
"""
