"""An event's times, places, rules and quotas."""
