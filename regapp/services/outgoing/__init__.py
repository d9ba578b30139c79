"""Letters to one: owed, merged, held back, claimed, sent again."""
