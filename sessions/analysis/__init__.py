"""What people decide about passages: themes and their members, names, levels, order, notes and dissent."""
