"""The two events of the demonstration: a real one that is over, and a rehearsal to play with."""
