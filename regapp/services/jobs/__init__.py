"""What is done to many people in the background: how it starts, comes on in steps, and ends."""
