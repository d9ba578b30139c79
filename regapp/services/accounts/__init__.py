"""Organisations and those who work for them."""
