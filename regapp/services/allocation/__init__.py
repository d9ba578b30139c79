"""Who gets a place: the line, the quotas, and the table of all transitions."""
