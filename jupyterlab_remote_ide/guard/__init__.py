"""Ends what a dead server left behind: a process of its own, and a second net at the next start."""
