"""What comes to the reply mailbox, and what it leads to."""
