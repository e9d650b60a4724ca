"""API tokens made for IDEs: who may have them, and the ways to make them."""
