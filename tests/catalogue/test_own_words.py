"""The questions are ours: none is asked in the turns of a published list of cues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from supervision.catalogue import Catalogue
from supervision.exchange import read_markdown

SHIPPED = Catalogue.shipped()
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "markdown"
# A few words each, by which a question would be known as somebody else's: by whose list it is.
TURNS = {
    "a cycle of six": r"else (could|might|should) (you )?have|could have been done|good (and|or|about)|"
    r"(make|making|what) (of )?sense|think\w* and feel|felt and thought|to do next time",
    "three words": r"different\w* the next time|similar situation|"
    r"(role|part) (you had |you played )?in the situation|(stop|be)ing stuck|"
    r"try(ing)? to (achieve|bring)|return\w* to the (event|situation)|understand\w* the context|"
    r"\bact(ed|ing)? from\b|you working from|tells? (me|you)\?",
    "five ways of knowing": r"hope[d]? to (achieve|bring)|trying to|feelings?, and|influenc|"
    r"internal factor|belie(f|ve)s? (match|agree)|(act|action)s? and belief|hold to be right|"
    r"stand in the way|inform(ed)? (me|you)|should have (known|informed)|previous experience|"
    r"earlier (piece|experience)|(used|known), or could|alternatives|support (me|you)",
    "seven places": r"strand|island|fly on the wall|remind(s|ed)? you of|posture|breath|"
    r"into the room as|did you choose to do",
    "assumptions": r"interests? (does|do|is|are)|serves? .*interest|hunt",
    "discomfort": r"uncomfortable (feeling|thought)|thoughts and feelings|relevan(t|ce)|"
    r"knowledge.*complete|fitted what",
    "returning": r"(positive|obstruct\w*) feeling|those that (help|obstruct)|appropriat",
    "kinds of writing": r"step(s|ped|ping)? back|with oneself|mulling|political",
    "marks of sessions": r"worn out|burn(ed|t) out|on track|unload|trapped|getting better|"
    r"worked on and talked|heard, understood|good fit",
}


def texts_of_ours():
    """Yield every question, with the words for the stages and models that were published."""
    yield from ((prompt.id, prompt.wording) for prompt in SHIPPED.prompts.values())
    for name in ("gibbs", "driscoll", "rolfe", "borton", "johns", "atkins-murphy", "boud", "kolb"):
        for stage in SHIPPED.model(name).stages:
            yield f"{name}, {stage.id}", stage.text
    for name in ("seven-eyed", "brookfield", "hatton-smith", "kember-levels"):
        yield from ((f"{name}, {stage.id}", stage.text) for stage in SHIPPED.model(name).stages)


@pytest.mark.parametrize("turn", TURNS)
def test_no_question_takes_the_turn_of_a_published_list(turn):
    """Questions and stages share names with what was published, and not its phrases."""
    pattern = re.compile(TURNS[turn], re.IGNORECASE)

    assert [where for where, text in texts_of_ours() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*reflection*.md")), ids=lambda path: path.stem
)
def test_examples_were_asked_in_the_words_of_the_catalogue(path):
    """A version has one wording, so an answer to it has no other."""
    answers = read_markdown(path, name=path.name).rows[0].record.answers

    assert answers
    for answer in answers:
        prompt = SHIPPED.prompt(answer.prompt)
        assert (answer.version, answer.wording) == (prompt.version, prompt.wording), answer.prompt
