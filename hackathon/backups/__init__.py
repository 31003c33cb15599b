"""Copies of the whole installation: the database first, then the files, each encrypted to a key."""
