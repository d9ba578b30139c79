"""What participants and organisers do with a registration."""
