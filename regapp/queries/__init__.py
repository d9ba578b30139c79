"""Reads for pages, in a stable order. Each takes the session it reads through."""
