"""Packs of other people: what their files may hold, and what is refused."""

from __future__ import annotations

import json
import time
import traceback
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.catalogue import (
    MAX_FILE,
    Audience,
    Catalogue,
    CatalogueWarning,
    Condition,
    Reminder,
    load_pack,
)
from supervision.errors import CatalogueError

steady = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))

OPEN, WHERE, NEAR = "x.kent.open", "x.kent.where", "x.kent.near"
BUS, SCALE = "x.kent.night-bus", "x.kent.how-it-went"
LINKED = '"x.kent.night-bus"]\nreminder'

BROKEN = {
    "two prompts with one id": (
        [('id = "x.kent.where"', 'id = "x.kent.open"')],
        OPEN,
        f"id must not repeat '{OPEN}'",
    ),
    "two scales with one id": (
        [
            (
                "[[scales]]",
                (
                    '[[scales]]\nid = "x.kent.how-it-went"\ntitle = "a"\nsource = "a"\n'
                    'rights = "a"\nanchors = ["a", "b"]\nitems = [{ id = "1", text = "a" }]\n[[scales]]'
                ),
            )
        ],
        SCALE,
        f"id must not repeat '{SCALE}'",
    ),
    "an item with the id of a prompt": (
        [('id = "x.kent.near"', 'id = "x.kent.how-it-went.1"')],
        "x.kent.hours",
        "scales must make no prompt whose id another prompt has",
    ),
    "a circle of conditions": (
        [('kind = "yesno"', 'kind = "yesno"\nwhen = { prompt = "x.kent.where", is = "nowhere" }')],
        OPEN,
        f"when must not lead back to itself, by way of {OPEN}, {WHERE}",
    ),
    "a condition on itself": (
        [('when = { prompt = "x.kent.open"', 'when = { prompt = "x.kent.where"')],
        WHERE,
        f"when must not lead back to itself, by way of {WHERE}",
    ),
    "a condition on a later circle": (
        [
            (
                'kind = "yesno"',
                'kind = "yesno"\nwhen = { prompt = "x.kent.where", is = "nowhere" }',
            ),
            (
                'when = { prompt = "x.kent.open", is = false }',
                'when = { prompt = "x.kent.where", is = "nowhere" }',
            ),
        ],
        OPEN,
        "when must name an earlier prompt of the same pack",
    ),
    "a condition on a later prompt": (
        [('when = { prompt = "x.kent.open"', 'when = { prompt = "x.kent.near"')],
        WHERE,
        "when must name an earlier prompt of the same pack",
    ),
    "a condition on an unknown prompt": (
        [('when = { prompt = "x.kent.open"', 'when = { prompt = "x.kent.nothing"')],
        WHERE,
        "when must name an earlier prompt of the same pack",
    ),
    "a condition on a prompt of another pack": (
        [('when = { prompt = "x.kent.open"', 'when = { prompt = "needs.two-doors"')],
        WHERE,
        "when must name an earlier prompt of the same pack",
    ),
    "a condition that no answer meets": (
        [("is = false", 'is = "nowhere"')],
        WHERE,
        "when must be an answer that the prompt it names can have: yes, no or a choice",
    ),
    "a condition on a mark": (
        [('kind = "yesno"', 'kind = "text"'), ("reminder = {", "#")],
        WHERE,
        "when must be an answer that the prompt it names can have: yes, no or a choice",
    ),
    "a condition of no answer": ([(", is = false", "")], WHERE, "when.is must be given"),
    "a condition of another type": (
        [("is = false", "is = 0")],
        WHERE,
        "when.is must be true or false",
    ),
    "a condition on what is no id": (
        [('when = { prompt = "x.kent.open"', 'when = { prompt = "the first"')],
        WHERE,
        "when.prompt must be an id such as 'needs.fit', or your own under 'x.<org>.'",
    ),
    "an unknown theme": (
        [(LINKED, '"x.kent.tram"]\nreminder')],
        OPEN,
        "themes must be known, and 'x.kent.tram' is not",
    ),
    "a theme twice": (
        [(LINKED, '"change.aftercare-and-evenings"]\nreminder')],
        OPEN,
        "themes must not repeat a value",
    ),
    "a scale of 1 to 1": (
        [("high = 5", "high = 1")],
        SCALE,
        "low must be below high, and both from 0 to 10",
    ),
    "a scale of 1 to 11": (
        [("high = 5", "high = 11")],
        SCALE,
        "low must be below high, and both from 0 to 10",
    ),
    "a prompt's scale upside down": (
        [('kind = "scale"', 'kind = "scale"\nlow = 5\nhigh = 4')],
        NEAR,
        "low must be below high, and both from 0 to 10",
    ),
    "a scale without ends": (
        [('anchors = ["nowhere near", "all the way"]\n', "")],
        NEAR,
        "anchors must say what the lowest and the highest mark mean",
    ),
    "a scale with three ends": (
        [('anchors = ["badly", "well"]', 'anchors = ["badly", "so", "well"]')],
        SCALE,
        "anchors must say what the lowest and the highest mark mean",
    ),
    "a scale with a blank end": (
        [('"nowhere near"', '" "')],
        NEAR,
        "anchors must not be empty",
    ),
    "anchors without a scale": (
        [('kind = "yesno"', 'kind = "yesno"\nanchors = ["a", "b"]')],
        OPEN,
        "anchors must be left out unless kind is scale",
    ),
    "marks without a scale": (
        [('kind = "yesno"', 'kind = "yesno"\nhigh = 5')],
        OPEN,
        "low and high must be left out unless kind is scale",
    ),
    "a series without a scale": (
        [('kind = "yesno"', 'kind = "yesno"\nrepeatable = true')],
        OPEN,
        "repeatable must be left out unless kind is scale",
    ),
    "a scale without items": (
        [
            (
                'items = [{ id = "1", text = "Today went" }, { id = "2", text = "The week went" }]',
                "items = []",
            )
        ],
        SCALE,
        "items must hold one item at least",
    ),
    "two items with one id": (
        [('{ id = "2"', '{ id = "1"')],
        SCALE,
        "items must not repeat a value",
    ),
    "an item with an id of several parts": (
        [('{ id = "2"', '{ id = "a.b"')],
        "a.b",
        "id must be in lower case: letters, digits and hyphens",
    ),
    "an item whose prompt has too long an id": (
        [('{ id = "2"', f'{{ id = "{"a" * 80}"')],
        SCALE,
        "items must be an id such as 'needs.fit', or your own under 'x.<org>.'",
    ),
    "a choice without choices": (
        [('choices = ["a friend", "nowhere"]\n', "")],
        WHERE,
        "choices must hold two at least",
    ),
    "a choice of one": ([('"a friend", ', "")], WHERE, "choices must hold two at least"),
    "a choice twice": (
        [('"a friend", "nowhere"', '"a", "a"')],
        WHERE,
        "choices must not repeat a value",
    ),
    "a blank choice": ([('"a friend"', '""')], WHERE, "choices must not be empty"),
    "choices without a choice": (
        [('kind = "yesno"', 'kind = "yesno"\nchoices = ["a", "b"]')],
        OPEN,
        "choices must be left out unless kind is choice",
    ),
    "a reminder of a choice": (
        [('kind = "choice"', 'kind = "choice"\nreminder = { on = true, text = "a" }')],
        WHERE,
        "reminder must be left out unless kind is yesno",
    ),
    "a reminder of nothing": (
        [('"Say who is open tonight."', '""')],
        OPEN,
        "reminder.text must not be empty",
    ),
    "an unknown kind": (
        [('kind = "yesno"', 'kind = "maybe"')],
        OPEN,
        "kind must be one of text, scale, yesno, choice, list",
    ),
    "a pack under our names": (
        [('id = "x.kent.hours"', 'id = "hours"')],
        "hours",
        "id must be your own, under 'x.<org>.', such as 'x.kent.hours'",
    ),
    "a prompt under our names": (
        [('id = "x.kent.near"', 'id = "needs.near"')],
        "needs.near",
        "id must be your own, under 'x.<org>.', such as 'x.kent.hours'",
    ),
    "a theme under our names": (
        [
            ('id = "x.kent.night-bus"', 'id = "family.burden"'),
            (LINKED, '"family.burden"]\nreminder'),
        ],
        "family.burden",
        "id must be your own, under 'x.<org>.', such as 'x.kent.hours'",
    ),
    "an id in capitals": (
        [('id = "x.kent.near"', 'id = "x.Kent.near"')],
        "x.kent.hours",
        "prompts[2].id must be an id such as 'needs.fit', or your own under 'x.<org>.'",
    ),
    "an id of one part": (
        [('id = "x.kent.near"', 'id = "near"')],
        "near",
        "id must be an id such as 'needs.fit', or your own under 'x.<org>.'",
    ),
    "a pack with an id that is none": (
        [('id = "x.kent.hours"', 'id = "Evenings in Kent"')],
        None,
        "id must be an id in lower case, such as 'needs', or your own under 'x.<org>.'",
    ),
    "a family of nobody's": (
        [('family = "system"', 'family = "trams"')],
        BUS,
        "family must be one of ours, or your own under 'x.<org>.'",
    ),
    "a version below 1": (
        [('id = "x.kent.near"', 'id = "x.kent.near"\nversion = 0')],
        NEAR,
        "version must be a whole number from 1 up",
    ),
    "a version that is text": (
        [('id = "x.kent.near"', 'id = "x.kent.near"\nversion = "1"')],
        NEAR,
        "version must be a whole number",
    ),
    "no source": ([('source = "Kent, 2026"\n', "")], "x.kent.hours", "source must be given"),
    "no rights": ([('rights = "Ours"\n', "")], "x.kent.hours", "rights must be given"),
    "blank rights": (
        [('rights = "Ours"', 'rights = " "')],
        "x.kent.hours",
        "rights must not be empty",
    ),
    "no rights to a scale": (
        [('rights = "Used with permission"\n', "")],
        SCALE,
        "rights must be given",
    ),
    "a blank licence": (
        [('rights = "Used', 'licence = ""\nrights = "Used')],
        SCALE,
        "licence must not be empty",
    ),
    "a language that is none": (
        [('rights = "Ours"', 'rights = "Ours"\nlang = "English"')],
        "x.kent.hours",
        "lang must be a language such as 'en' or 'en-GB'",
    ),
    "a replacement by itself": (
        [('id = "x.kent.near"', 'id = "x.kent.near"\nreplaced_by = "x.kent.near"')],
        NEAR,
        "replaced_by must be another entry",
    ),
    "a replacement by what is no id": (
        [('id = "x.kent.near"', 'id = "x.kent.near"\nreplaced_by = "the other"')],
        NEAR,
        "replaced_by must be an id such as 'needs.fit', or your own under 'x.<org>.'",
    ),
    "a pack replaced by itself": (
        [('rights = "Ours"', 'rights = "Ours"\nreplaced_by = "x.kent.hours"')],
        "x.kent.hours",
        "replaced_by must be another entry",
    ),
    "a pack replaced by what is no id": (
        [('rights = "Ours"', 'rights = "Ours"\nreplaced_by = "the other"')],
        "x.kent.hours",
        "replaced_by must be an id in lower case, such as 'needs', or your own under 'x.<org>.'",
    ),
    "a control character": (
        [("Where could they", "Where\\u001b[2J could they")],
        WHERE,
        "text must hold no control characters",
    ),
    "a hidden direction": (
        [("Where could they", "Where\\u202e could they")],
        WHERE,
        "text must hold no control characters",
    ),
    "a text that is too long": (
        [("Where could they", "a" * 10_001)],
        WHERE,
        "text must have at most 10,000 characters",
    ),
    "an unknown key": (
        [('kind = "yesno"', 'kind = "yesno"\nthe_red_bicycle = 1')],
        OPEN,
        (
            "has no field 'the_red_bicycle'; "
            "must have no other fields than id, version, text, purpose, function, kind, audience, "
            "choices, low, high, anchors, themes, source, rights, lang, when, reminder, repeatable, "
            "confirmed, replaced_by"
        ),
    ),
    "a table in place of a list": (
        [('id = "x.kent.hours"', 'id = "x.kent.hours"\nscales.a = 1'), ("[[scales]]", "[other]")],
        "x.kent.hours",
        "scales must be a list",
    ),
    "an entry that is no table": (
        [
            ('id = "x.kent.hours"', 'id = "x.kent.hours"\nthemes = ["a"]'),
            ("[[themes]]", "[[scales]]"),
        ],
        "x.kent.hours",
        "themes[0] must be an object with named fields",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_names_file_entry_and_rule(what, changed):
    """Each rule has an error that says which file breaks it, in which entry, and what it is."""
    pairs, entry, rule = BROKEN[what]
    with pytest.raises(CatalogueError) as caught:
        load_pack(changed(*pairs), name="hours.toml")

    assert (caught.value.file, caught.value.entry, caught.value.rule) == ("hours.toml", entry, rule)
    assert str(caught.value).startswith(f"hours.toml{f', {entry}' if entry else ''}: {rule}")


@pytest.mark.parametrize("what", BROKEN)
def test_no_error_repeats_a_text(what, changed, canary):
    """A pack may be sealed in a journal: whatever is wrong with it, its texts stay out of errors."""
    with pytest.raises(CatalogueError) as caught:
        load_pack(changed(*BROKEN[what][0]))

    assert canary not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_whole_pack_is_read(changed):
    """What a file holds is what the pack has, and entries take from it what they do not say."""
    pack = load_pack(changed())

    opened, where, near = pack.prompts
    assert (pack.id, pack.version, pack.audience) == ("x.kent.hours", 1, Audience.SUPERVISEE)
    assert (opened.source, opened.rights, opened.lang) == ("Kent, 2026", "Ours", "en")
    assert opened.reminder == Reminder(on=False, text="Say who is open tonight.")
    assert where.when == Condition(prompt="x.kent.open", is_=False)
    assert near.wording == "How near did we come? (0 = nowhere near, 10 = all the way)"
    assert pack.themes[0].rights == "Ours"
    assert [prompt.id for prompt in pack.all_prompts] == [
        OPEN, WHERE, NEAR, "x.kent.how-it-went.1", "x.kent.how-it-went.2",
    ]  # fmt: skip


def test_entries_take_what_the_pack_says_unless_they_say_otherwise(changed):
    """Audience and language of a pack hold for its prompts, and a prompt's own come first."""
    pack = load_pack(
        changed(
            ('rights = "Ours"', 'rights = "Ours"\naudience = "group"\nlang = "cy"'),
            ('kind = "choice"', 'kind = "choice"\naudience = "trainer"\nlang = "en-GB"'),
        )
    )

    assert [(each.audience, each.lang) for each in pack.all_prompts] == [
        ("group", "cy"),
        ("trainer", "en-GB"),
        *[("group", "cy")] * 3,
    ]
    assert pack.themes[0].lang == "cy"


def test_an_item_of_a_scale_is_a_prompt(changed):
    """Items are asked with the ends of their scale, and answered by marks between them."""
    first, second = load_pack(changed()).scales[0].prompts

    assert first.wording == "Today went (1 = badly, 5 = well)"
    assert second.answer(5).value == 5
    assert (first.repeatable, first.rights) == (True, "Used with permission")


def test_a_condition_may_name_a_choice(changed):
    """A prompt may be asked only where a certain choice was made."""
    pack = load_pack(
        changed(
            ('kind = "scale"', 'kind = "scale"\nwhen = { prompt = "x.kent.where", is = "nowhere" }')
        )
    )

    assert pack.prompts[2].when == Condition(prompt=WHERE, is_="nowhere")


def test_every_problem_is_told_up_to_ten():
    """A file with many mistakes tells ten of them, and how many more there are."""
    rows = "".join(f'[[prompts]]\nid = "x.kent.p{n}"\n' for n in range(12))
    with pytest.raises(CatalogueError) as caught:
        load_pack(
            f'id = "x.kent.a"\ntitle = "a"\ntext = "a"\nsource = "a"\nrights = "a"\n{rows}'.encode()
        )

    assert str(caught.value).count("must be given") == 10
    assert str(caught.value).endswith("; and 38 more")


def test_what_is_wrong_with_the_file_is_told_once(changed):
    """What each prompt takes from the file is no mistake of each prompt."""
    with pytest.raises(CatalogueError) as caught:
        load_pack(changed(('rights = "Ours"', 'rights = ""')), name="hours.toml")

    assert str(caught.value) == "hours.toml, x.kent.hours: rights must not be empty"


def test_a_file_is_read_by_its_path(tmp_path, changed):
    """A path may be a text or a path; the error names it unless it is given a name."""
    path = tmp_path / "hours.toml"
    path.write_bytes(changed())
    assert load_pack(path) == load_pack(str(path)) == load_pack(changed())

    path.write_bytes(b"id = 1")
    with pytest.raises(CatalogueError) as caught:
        load_pack(path)
    assert caught.value.file == str(path)
    with pytest.raises(CatalogueError, match=r"^hours: id must be text; title must be given"):
        load_pack(path, name="hours")


def test_a_file_that_is_not_there_says_so(tmp_path):
    """Neither a missing file nor a folder is a pack."""
    with pytest.raises(
        CatalogueError, match=r"none.toml: cannot be read \(no such file or dir.*check"
    ):
        load_pack(tmp_path / "none.toml")
    with pytest.raises(CatalogueError, match="cannot be read"):
        load_pack(tmp_path)


def test_a_path_that_cannot_be_one_says_so():
    """A path with a null character cannot be read."""
    with pytest.raises(CatalogueError, match="cannot be read"):
        load_pack("a\0b")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"id = ", r"is not TOML at line 1, column 6|is not TOML at end of document"),
        (b"id = 1\nid = 2\n", "is not TOML at line 2, column 7"),
        (b"a = " + b"[" * 100_000, "is not TOML"),
        (b"a = " + b"9" * 10_000, "is not TOML"),
        (b'id = "a\x00b"', "is not TOML at line 1, column 8"),
        (b'id = "\xff"', "must be UTF-8"),
        ('id = "a"'.encode("utf-16"), "must be UTF-8"),
        (b".".join([b"a"] * 40) + b" = 1", "must have no keys of so many parts"),
        (b"", "id must be given; title must be given"),
        (b"on = 2026-11-20", "id must be given"),
    ],
    ids=["cut off", "twice", "deep", "long number", "null", "Latin-1", "UTF-16", "many parts", "empty", "day"],
)  # fmt: skip
def test_what_is_no_pack_is_refused(data, rule):
    """Whatever the bytes are, the error is ours and names the file."""
    with pytest.raises(CatalogueError, match=rf"^a\.toml: ({rule})"):
        load_pack(data, name="a.toml")


def test_a_file_that_is_too_long_is_not_read(tmp_path):
    """Ten megabytes are refused before they are read, and before they are parsed."""
    path = tmp_path / "long.toml"
    path.write_bytes(b'text = "' + b"a" * 10_000_000 + b'"')
    for source in (path.read_bytes(), path):
        tracemalloc.start()
        with pytest.raises(CatalogueError, match="must have at most 262,144 bytes"):
            load_pack(source)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2 * MAX_FILE


def test_the_longest_file_is_read(changed):
    """A file of exactly the greatest length is a pack, and one byte more is none."""
    data = changed()
    data += b"#" * (MAX_FILE - len(data))

    assert load_pack(data).id == "x.kent.hours"
    with pytest.raises(CatalogueError, match="bytes"):
        load_pack(data + b"#")


@pytest.mark.parametrize("key", [b"a.", b"'a' . ", b'"a".', b"a-b_1."], ids=bytes.decode)
def test_keys_of_many_parts_do_not_stall(key):
    """A key of thousands of parts, for which the parser needs minutes, is refused at once."""
    start = time.perf_counter()
    with pytest.raises(CatalogueError, match="parts"):
        load_pack(key * 20_000 + b"a = 1")

    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    ["هل كان أحد هناك؟", "מי היה שם?", "Ble oedd y cyfarfod\u0302?", "\u200fمن", "誰がいた？", "Who?\nAnd when?", "🙂"],  # noqa: RUF001 - a full-width question mark
)  # fmt: skip
def test_any_script_is_fine(text, changed):
    """Right-to-left letters, combining characters and line breaks come back as they were written."""
    pack = load_pack(
        changed(('"Where could they have gone?"', json.dumps(text, ensure_ascii=False)))
    )

    assert pack.prompts[1].text == text
    assert pack.prompts[1].answer("nowhere").wording == text


@steady
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u202d\u202e"), min_size=1, max_size=80).filter(str.strip))  # fmt: skip
def test_any_text_survives_a_file(text):
    """Any text without control characters is the same after it was written to a file and read."""
    quoted = json.dumps(text, ensure_ascii=False)
    pack = load_pack(
        f'id = "x.a.b"\ntitle = {quoted}\ntext = "a"\nsource = "a"\nrights = "a"'.encode()
    )

    assert pack.title == text


@steady
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_pack_or_our_error(data):
    """No file ends in an error of a parser."""
    with pytest.raises(CatalogueError):
        load_pack(data)


def test_a_mark_at_the_start_is_passed_over(changed):
    """Some editors begin a file with a byte order mark."""
    assert load_pack(b"\xef\xbb\xbf" + changed()) == load_pack(changed())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "x.kent.how-it-went"', 'id = "x.kent.mcss-26"'),
        ('id = "x.kent.how-it-went"', 'id = "x.kent.mcss26"'),
        ('id = "x.kent.how-it-went"', 'id = "x.kent.mcss-26.german"'),
        ('title = "How it went"', 'title = "mcss 26"'),
        ('title = "How it went"', 'title = "Session Rating Scale"'),
    ],
)
def test_a_known_instrument_needs_a_licence(old, new, changed):
    """A scale that is known to need a licence is refused by its id or title."""
    with pytest.raises(CatalogueError, match=r"licence must be stated: (MCSS-26|SRS) is "):
        load_pack(changed((old, new)))


def test_a_licence_may_be_stated_in_the_file(changed):
    """With a note on the licence in the file, the scale is taken."""
    pack = load_pack(
        changed(('"x.kent.how-it-went"', '"x.kent.ors"\nlicence = "Licence 17 of 2026"'))
    )

    assert pack.scales[0].licence == "Licence 17 of 2026"


def test_a_licence_may_be_stated_beside_the_file(changed):
    """With a note on the licence from the caller, the scale is taken; a blank note is none."""
    data = changed(('"x.kent.how-it-went"', '"x.kent.ors"'))
    pack = load_pack(data, licences={"x.kent.ors": "Licence 17 of 2026"})

    assert pack.scales[0].licence == "Licence 17 of 2026"
    for licences in ({"x.kent.ors": ""}, {"x.kent.other": "Licence 17 of 2026"}):
        with pytest.raises(CatalogueError, match="licence must be stated"):
            load_pack(data, licences=licences)


def test_a_licence_in_the_file_comes_first(changed):
    """What the file says of a licence is not overwritten, and other scales stay as they are."""
    data = changed(('"x.kent.how-it-went"', '"x.kent.ors"\nlicence = "A"'))

    assert load_pack(data, licences={"x.kent.ors": "B"}).scales[0].licence == "A"


@pytest.mark.parametrize(
    ("theme", "other"),
    [
        ("x.kent.family-burdens", "family.burden"),
        ("x.kent.burden", "family.burden"),
        ("x.kent.fam.early-sign", "family.early-signs"),
        ("x.kent.overdoze", "safety.overdose"),
    ],
)
def test_a_theme_that_looks_like_another_is_warned_of(theme, other, changed):
    """Two ids for one thing are allowed, and the warning names both."""
    data = changed((BUS, theme), (f'id = "{BUS}"', f'id = "{theme}"'))
    with pytest.warns(CatalogueWarning, match=f"'{theme}' looks like '{other}'; use one") as caught:
        load_pack(data)

    assert caught[0].filename == __file__


def test_two_themes_of_one_pack_that_look_alike_are_warned_of(changed):
    """A pack's own themes are compared with one another, too."""
    row = '[[themes]]\nid = "x.kent.night-buses"\nlabel = "a"\ntext = "a"\nfamily = "x.kent.trams"\nsource = "a"\n'
    with pytest.warns(CatalogueWarning, match="'x.kent.night-buses' looks like 'x.kent.night-bus'"):
        load_pack(changed(("[[scales]]", f"{row}[[scales]]")))


def test_themes_of_another_pack_may_be_named(changed):
    """A prompt may name the themes of packs that the catalogue at hand has."""
    wider = Catalogue.shipped().with_packs(load_pack(changed()))
    data = b"""id = "x.kent.more"
title = "More"
text = "More."
source = "Kent"
rights = "Ours"
[[prompts]]
id = "x.kent.bus"
text = "Was there a bus?"
purpose = "a check"
function = "normative"
kind = "yesno"
themes = ["x.kent.night-bus"]
"""

    assert load_pack(data, catalogue=wider).prompts[0].themes == (BUS,)
    with pytest.raises(CatalogueError, match=r"x\.kent\.bus: themes must be known"):
        load_pack(data)
