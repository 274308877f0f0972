"""What is led and done in a hall: programme and pace, places at a table, piles, levers, ratings."""
