"""The web: imports the domain, listens and tells. `facilitator.app.create_app(house)` wires it."""
