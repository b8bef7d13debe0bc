"""What `reports.due` promises, said once more: day by day, and by trying all there is."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations


def taken_by(lines):
    """Return the pairs (agreement, what takes its place)."""
    known = [line for line in lines if line.kind == "agreement"]
    place = {line.id: number for number, line in enumerate(known)}

    def before(line):
        found, here = [], line.supersedes
        while here in place and here not in found:
            found.append(here)
            here = known[place[here]].supersedes
        return found

    def newer(other, line):
        later = (other.on, other.id) > (line.on, line.id)
        shared = set(line.people) & set(other.people) or (line.group and line.group == other.group)
        return other.agreement == line.agreement and later and shared

    return [
        (line, other)
        for line in known
        for other in known
        if other is not line
        and (other.supersedes == line.id or newer(other, line))
        and other.id not in before(line)
    ]


def holding(lines, day):
    """Return the agreements that hold on *day*."""
    replaced = {line.id for line, other in taken_by(lines) if other.on <= day}
    return [
        line
        for line in lines
        if line.kind == "agreement"
        and line.on <= day
        and (line.ends is None or day <= line.ends)
        and line.id not in replaced
    ]


def was_at(line, person):
    """Say whether *person* was at the session."""
    held = line.kind == "session" and not line.cancelled
    return held and person in line.people and person not in line.absent


def covers(agreement, line, person):
    """Say whether *agreement* is one for this session of *person*."""
    if person not in agreement.people:
        return False
    if line.agreement is not None:
        return line.agreement == agreement.agreement
    if line.group and agreement.group:
        return line.group == agreement.group
    named = [agreement.supervisor, *agreement.other_supervisors]
    return line.supervisor in named


def days_between(first, last):
    """Yield each day."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def links(lines, day):
    """Return who supervises whom."""
    return {
        (supervisor, person)
        for line in holding(lines, day)
        for supervisor in (line.supervisor, *line.other_supervisors)
        for person in line.people
        if supervisor is not None
    }


def rings(pairs):
    """Return every way round that meets nobody twice, each from its first person."""
    people = sorted({one for pair in pairs for one in pair})
    return [
        way
        for size in range(1, len(people) + 1)
        for way in permutations(people, size)
        if way[0] == min(way)
        and all(pair in pairs for pair in zip(way, (*way[1:], way[0]), strict=True))
    ]


def knots(pairs):
    """Return the sets of people who share rings, directly or through others."""
    found = []
    for ring in rings(pairs):
        touching = [one for one in found if one & set(ring)]
        found = [one for one in found if one not in touching]
        found.append(set(ring).union(*touching))
    return found
