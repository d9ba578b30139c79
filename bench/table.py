from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measured thing, and what it should be at least or at most."""

    name: str
    measured: str
    aim: str
    reached: bool


def ratio(name: str, ours: float, theirs: float, least: float) -> Line:
    """Our speed as a part of theirs, both per second in the same run."""
    value = ours / theirs
    return Line(
        name, f"{value:.2f}  ({ours:,.0f}/s against {theirs:,.0f}/s)", f"at least {least}", value >= least
    )


def at_most(name: str, ours: float, theirs: float, most: float) -> Line:
    """What something of ours costs as a multiple of theirs, both in microseconds in the same run."""
    value = ours / theirs
    return Line(
        name, f"{value:.2f}  ({ours:,.0f} µs against {theirs:,.0f} µs)", f"at most {most}", value <= most
    )


def times(name: str, ours: float, theirs: float, most: float) -> Line:
    """How many times as long something takes, both in seconds in the same run."""
    value = ours / theirs
    return Line(
        name,
        f"{value:.2f}  ({ours * 1000:,.1f} ms against {theirs * 1000:,.1f} ms)",
        f"at most {most}",
        value <= most,
    )


def bound(name: str, value: float, unit: str, most: float) -> Line:
    """A size or time that should not be passed."""
    return Line(name, f"{value:,.1f} {unit}", f"under {most:g} {unit}", value < most)


def show(lines: list[Line]) -> None:
    """Print the table."""
    width = max(len(line.name) for line in lines)
    for line in lines:
        print(f"{line.name:{width}}  {'ok  ' if line.reached else 'MISS'}  {line.measured:44}  {line.aim}")
