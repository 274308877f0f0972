"""What a machine proposes about passages, kept as runs; how it is compared, cut, drawn and adopted."""
