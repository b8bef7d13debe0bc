"""Instruments that need a licence are known however their names are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.catalogue import instruments
from supervision.catalogue._instruments import needs_licence


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Leeds Alliance in Supervision", "LASS"),
        ("The Leeds Alliance (in Supervision) Form", "LASS"),
        ("Session Rating", "SRS"),
        ("Manchester Clinical Supervision", "MCSS-26"),
        ("Supervisory working-alliance questionnaire", "SWAI"),
        ("\u041cCSS-26", "MCSS-26"),
        ("\u041c\u0421\u0405\u0405 26", "MCSS-26"),
        ("m\u0441\u0455\u0455", "MCSS-26"),
        ("Pr\u043eQ\u03bfL", "ProQOL"),
        ("\u0391\u0392\u0395", None),
        ("\uff2f\uff32\uff33", "ORS"),
        ("Ó.R.S.", "ORS"),
        ("Outcome Rating Sca\u200ble", "ORS"),
        ("\U0001d40b\U0001d400\U0001d412\U0001d412", "LASS"),
        ("Scale", None),
        ("The form", None),
        ("Alliance", None),
        ("Sessions at large", None),
        ("\u043a\u0430\u043a \u043f\u0440\u043e\u0448\u043b\u043e", None),
    ],
)
def test_a_known_instrument_is_known_in_other_letters(title, name):
    """Look-alikes, other widths, accents, marks and words such as scale hide no instrument."""
    found = needs_licence("x.kent.ours", title)

    assert (found and found.name) == name


@pytest.mark.parametrize(
    "scale", ["x.kent.leeds-alliance-in-supervision", "x.kent.session-rating.1", "x.the-srs-form.a"]
)
def test_a_known_instrument_is_known_by_part_of_its_id(scale):
    """An id without the generic word is the instrument all the same."""
    assert needs_licence(scale, "How it went") is not None


@given(
    instrument=st.sampled_from(instruments()),
    data=st.data(),
    around=st.sampled_from(["{}", "{} scale", "The {} form", "({})", "{} \u2013 inventory"]),
)
def test_each_name_of_an_instrument_is_known(instrument, data, around):
    """Whatever an instrument goes by is known in any case and between any marks."""
    name = data.draw(st.sampled_from([instrument.id, instrument.name, *instrument.also]))
    written = "".join(data.draw(st.sampled_from([each.upper(), each.lower()])) for each in name)

    assert needs_licence("x.kent.ours", around.format(written)) == instrument
