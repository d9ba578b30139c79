"""A table of people becomes registrations: what its columns mean, what becomes of each row, and then that."""
