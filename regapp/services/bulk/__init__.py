"""What is done to many people of the list at once: a few in the request, more as a job."""
