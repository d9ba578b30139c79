"""Good starts for new events: those that come with the service, and those that a host has saved."""
