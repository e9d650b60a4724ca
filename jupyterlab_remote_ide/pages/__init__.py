"""The pages that we send in the place of a program's: templates; their script is src/pages."""
