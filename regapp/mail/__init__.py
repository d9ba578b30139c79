"""Letters: from an outbox row to a message, from a message to the mail server or a file."""
