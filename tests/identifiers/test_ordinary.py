"""What people write in supervision, and what we ask them, gives no alarm."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from supervision.catalogue import Catalogue
from supervision.exchange import read_csv, read_markdown
from supervision.identifiers import check, find
from supervision.testing import synthetic_sessions

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
SHIPPED = sorted((ROOT / "supervision" / "catalogue" / "_data").rglob("*.toml"))

SENTENCES = [
    "He took 40 ml methadone daily, down from 60 ml, and 2 x 500 mg paracetamol.",
    "Diazepam 5 mg t.d.s., 2-4 mg at night; 10 mg, 8 mg, 6 mg, 4 mg, 2 mg over five weeks.",
    "Naltrexone 50mg; pabrinex 2 pairs i.m.; vitamin B1 2 tablets, B12 1000 mcg.",
    "Between 6 and 8 cans of 5.2% a day, 42 units a week, 3 bottles at weekends.",
    "AUDIT 24, PHQ-9 19, GAD-7 14, SADQ 31; CORE-10 fell from 27 to 12.",
    "Scores were 7, 6, 8, 5, 4 and then 7 again out of 10.",
    "We met at 09:30 in room 12, then from 10.45 to 11.30 in G-02.",
    "Sessions were on 3, 10, 17 and 24 November at 2 pm, 50 minutes each.",
    "She comes on Mondays at 9.30, 11.00 and 14.15 in turn.",
    "The group ran 18:00-19:30 on 12/10/2026, 19/10/2026 and 26/10/2026.",
    "Reviewed on 2026-10-12 2026-10-19 2026-10-26.",
    "He is 34, his brother 31, and their mother will be 60 in the spring.",
    "A 34-year-old man and a 19 year old woman, both without a place to sleep.",
    "Aged 12 when his father left; in recovery since March 2019.",
    "On 12 October 2026 we looked back over the year, and at what was born of it.",
    "Her baby is due in March; the birth plan says who will be told.",
    "In C-201's words: \u201cI only drink when I am 5 minutes from home.\u201d",
    "C-201, C-202A and S-014 were in G-02 under A-03; V-01 rang twice.",
    "Mr had been said where Mrs was meant; the client laughed.",
    "He calls the doctor \u201cDr\u201d and the worker \u201cMiss\u201d.",
    "The GP, the CPN and the Dr all said wait. We did not.",
    "Seen by a Mr B. in the first year and a Ms K later on.",
    "On MS Teams the silence was longer; in person it is 10 seconds.",
    "Step 5 of the 12 steps; NA at 7, AA at 8, Al-Anon every 2nd Tuesday.",
    "From A1 to B2 on the plan; M1 1st exit, E1 3rd floor, W3 4th bed.",
    "The fee is \u00a345.50 for 50 minutes, \u00a31,250.00 for the year, 20% off from 1 January.",
    "Rent arrears of 1 200 000 were a slip of the pen; it was 1 200.",
    "TIP 52, page 104; NICE CG115 1.3.4; DSM-5 303.90; ICD-10 F10.2, F11.20.",
    "ISO 8601 and RFC 9106 are no help with a craving.",
    "The helpline is 0300 123 6600; in danger ring 999, or 111 and 116 123.",
    "Hours: 60 90 60 45 this month, 1.5 h on average, 18 h a year.",
    "He was clean for 1,095 days, 3 years, and then for 0.",
    "She will ask @reception; they met @ 10.30 in the end.",
    "We talked of Margate in winter, and of going home to Dover or not.",
    "At Christmas he was in hospital, in March at his sister's.",
    "Two years old, this plan, and nobody has read it since 3 May.",
    "May was hard. June will be asked. Will he come in April?",
    "Grace, hope and patience were the words on the wall.",
    "Miss a dose and start again? Miss Thursday and lose the place?",
    "Dear Sir or Madam, as the letter began.",
    "Prof. development day: 3 hours, 2 of them on risk.",
    "The rev. counter of his car came up, again.",
    "Supervision of supervision: 1 h in 20; 5% of 400 h is 20 h.",
    "Weight 58.5 kg, BP 128/84, pulse 76, temperature 36.8.",
    "Bloods: GGT 412, ALT 86, MCV 103.4, INR 1.1.",
    "Bed 4, ward 7B, 3rd floor; bus 9A at 17.05.",
    "1. Ask him. 2. Wait. 3. Ask again. 4. Write it down by 12.12.",
    "Version 1.10.2 of the form, 3-4 pages, 2.0 spaced.",
    "\u05d4\u05d5\u05d0 \u05d0\u05de\u05e8 \u05e9\u05dc\u05d5\u05dd, and the interpreter waited 5 minutes.",
    "Zo\u0308e\u0301 is no name here but a test of marks: e\u0301a\u0308\u0327.",
    "Weeks 1\u20134: daily; weeks 5\u20138: twice; weeks 9\u201312: once.",
    "\u00bd a tablet, \u00be of a can, 3\u00b2 tries, 20 \u2103.",
]


def strings(value):
    """Yield every text within tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def alarms(texts):
    """Return the texts with findings, and what was found."""
    return [(text, found) for text in texts if (found := find(text))]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_ordinary_sentences_give_no_alarm(sentence):
    """Doses, times, rooms, scores, ages, dates, codes and helplines point to nobody."""
    assert find(sentence) == []


def test_ordinary_sentences_together_give_no_alarm():
    """One text of them all gives no alarm either."""
    assert find("\n\n".join(SENTENCES)) == []


def test_prompts_and_themes_give_no_alarm():
    """No prompt and no theme that ships looks like a person."""
    catalogue = Catalogue.shipped()
    prompts = [text for one in catalogue.prompts.values() for text in (one.wording, *one.choices)]
    themes = [text for one in catalogue.themes.values() for text in (one.label, one.text)]

    assert len(catalogue.prompts) >= 80
    assert len(catalogue.themes) >= 60
    assert alarms([*prompts, *themes]) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_of_the_catalogue_give_no_alarm(path):
    """No text of a shipped file of themes, prompts, models or approaches gives an alarm."""
    texts = list(strings(tomllib.loads(path.read_text(encoding="utf-8"))))

    assert texts
    assert alarms(texts) == []


def test_the_example_year_gives_no_alarm():
    """The table of the fictional year points to nobody."""
    parsed = read_csv(EXAMPLES / "year-2026.csv", name="year-2026.csv")

    assert len(parsed.rows) > 100
    assert [check(row.record) for row in parsed.rows if check(row.record)] == []


@pytest.mark.parametrize("path", sorted((EXAMPLES / "markdown").glob("*.md")), ids=lambda p: p.name)
def test_the_example_pages_give_no_alarm(path):
    """The pages of the fictional year point to nobody."""
    parsed = read_markdown(path, name=path.name)

    assert parsed.rows
    assert [check(row.record) for row in parsed.rows if check(row.record)] == []


def test_long_logs_give_no_alarm():
    """A thousand made-up sessions point to nobody."""
    assert [found for session in synthetic_sessions(1000) if (found := check(session))] == []
