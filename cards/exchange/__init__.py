"""Exchange with other programs: decks as files, and files as cards of a deck of one's own."""
