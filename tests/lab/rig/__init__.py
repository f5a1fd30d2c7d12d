"""A small network on one machine, made to produce TCP resets whose origin is known."""
