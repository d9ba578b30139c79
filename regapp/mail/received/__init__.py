"""What came into the reply mailbox, taken apart. All of it may be forged, but for a token nobody guesses."""
