"""Writes: each public function marked @use_case is one use case and one transaction."""
