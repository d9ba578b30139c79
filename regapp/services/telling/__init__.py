"""What all people of an event are told, and those who run it."""
