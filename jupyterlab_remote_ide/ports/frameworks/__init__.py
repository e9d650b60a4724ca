"""Web frameworks: one file for each, and the list of ours. They need nothing but ``framework.py``."""
