"""Decks: the site's topics, which everybody has, and decks that visitors write, check and share."""
