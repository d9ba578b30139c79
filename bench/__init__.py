"""Benchmarks: ratios within one run, so that they say the same on any machine. See docs/performance.md."""
