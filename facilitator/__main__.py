"""`python -m facilitator` is `lotusbloem`."""

from facilitator.cli import main

main()
