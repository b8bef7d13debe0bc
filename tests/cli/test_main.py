"""The command as a whole: help, exit statuses, and what goes wrong without a trace of text."""

from __future__ import annotations

import importlib.util
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
import traceback

import pytest
from cyclopts.exceptions import CycloptsError
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision import errors
from supervision.cli import _app, _exits, _main, main
from supervision.cli._app import COMMANDS, make_app
from supervision.cli._exits import Exit, meaning
from supervision.cli._usage import told

NAMES = [command.name for command in COMMANDS]
EXAMPLES = [(command.name, line) for command in COMMANDS for line in command.examples]


def test_tells_whoever_lacks_the_extra(monkeypatch, capsys):
    """Without the packages of the extra there is one sentence that names it, and status 2."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "supervision.cli.find_spec", lambda name: None if name == "rich" else find(name)
    )

    assert main(["list"]) == 2
    assert capsys.readouterr().err == (
        "the command needs the extra: pip install 'clinical-supervision[cli]'\n"
    )


def test_importing_the_package_loads_nothing_of_the_extra():
    """Whoever imports `supervision.cli` without using it pays for no package of the extra."""
    code = "import sys, supervision.cli; print(sorted({'cyclopts','rich','yaml'} & {*sys.modules}))"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )

    assert shown.stdout == "[]\n"


def test_help_names_every_command(run):
    """The help of the command lists all commands and the exit statuses."""
    result = run("--help")

    assert result.status == 0
    assert all(name.partition(" ")[0] in result.out for name in NAMES)
    assert "Exit status" in result.out
    assert run().out == result.out


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_every_help_has_examples_and_the_shape_of_the_json(command, run):
    """The help of every command shows how to type it and what --json prints."""
    result = run(*command.name.split(), "--help")

    assert result.status == 0
    assert "Examples:" in result.out
    assert command.examples[0] in result.out
    assert "With --json:" in result.out


@pytest.mark.parametrize(("name", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_every_example_is_understood(name, line):
    """What the help shows can be typed as it stands."""
    typed = shlex.split(line.partition(" | ")[0])
    assert " ".join(typed).startswith(f"supervision {name}")

    run, _, _ = make_app().parse_args(typed[1:], exit_on_error=False, print_error=False)

    assert run is next(command.run for command in COMMANDS if command.name == name)


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_every_argument_is_explained(command):
    """No argument stands in a help without a word on it."""
    app = make_app()
    for word in command.name.split():
        app = app[word]

    shown = [each for each in app.assemble_argument_collection() if each.show]
    documented = re.findall(r"^ +(\w+): ", command.run.__doc__, flags=re.MULTILINE)

    assert shown
    bare = [each.field_info.name for each in shown if not each.parameter.help]
    assert set(bare) <= set(documented)


def test_every_public_error_has_an_exit_status():
    """Each class of error means one of the five exit statuses."""
    expected = {
        "UnknownBackendError": 2,
        "InvalidRecordError": 2,
        "IdentifierError": 2,
        "WrongKeyError": 3,
        "BackendError": 4,
        "BackendUnavailableError": 4,
        "JournalNotFoundError": 4,
        "PluginError": 4,
    }
    found = {name: meaning(getattr(errors, name)("x"))[0] for name in errors.__all__}

    assert found == {name: Exit(expected.get(name, 1)) for name in errors.__all__}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lsit"], "there is no such command, did you mean list?"),
        (["completely-else"], "there is no such command"),
        (["audit"], "it is an option of another: supervision report --audit; see"),
        (["list", "--snice", "2026-01-01"], "there is no option --snice"),
        (["list", "--since", "CANARY"], "--since must be a day such as 2026-03-04"),
        (["list", "--since"], "--since must be given"),
        (["list", "CANARY"], "there is a word too many"),
        (["list", "-CANARY"], "there is no option such as was given"),
        (["list", "--note=CANARY"], "there is no option --note"),
        (["list", "--kind", "CANARY"], "--kind must be one of session, reflection, agreement"),
        (["themes", "--floor", "CANARY"], "--floor must be a whole number"),
        (["list", "--json=CANARY"], "--json must be given in another way"),
        (["show"], "ID must be given"),
        (["amend", "5e55"], "--reason must be given"),
        (["hours", "--floor.x", "CANARY"], "there is no option such as was given"),
        (["keys", "add", "CANARY"], "KIND must be one of passphrase, key-file, recovery-code"),
    ],
)
def test_says_what_was_not_understood_and_repeats_no_value(arguments, says, run):
    """A slip of the keyboard ends in status 2 and a sentence without what was typed."""
    result = run(*arguments)

    assert result.status == 2
    assert says in result.err
    assert "--help" in result.err
    assert "CANARY" not in result.err
    assert result.out == ""


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4))
def test_no_arguments_at_all_make_it_fail_badly(arguments):
    """Whatever is typed, there is an exit status and no traceback."""
    assert _main.run(["list", "--no-pin", *arguments]) in (0, 2, 4)


@pytest.fixture
def failing(monkeypatch):
    """Make `list` fail with an error of one's choice."""

    def failing(error):
        def run():
            raise error

        command = next(each for each in COMMANDS if each.name == "list")
        changed = [
            type(command)(name=each.name, run=run, examples=each.examples, shape=each.shape)
            if each is command
            else each
            for each in COMMANDS
        ]
        monkeypatch.setattr(_app, "COMMANDS", tuple(changed))

    return failing


def test_an_unforeseen_error_shows_its_place_and_no_value(run, failing):
    """A fault in the program is told by class and line; what it says and holds is not shown."""
    failing(ValueError("CANARY"))

    result = run("list")

    assert result.status == 1
    assert "ValueError" in result.err
    assert "report it" in result.err
    assert "CANARY" not in result.err + result.out
    assert "Traceback" not in result.err


def test_an_unforeseen_error_is_placed_in_our_own_code(run, monkeypatch):
    """The place named is the last one that is ours, not one of the standard library."""
    monkeypatch.setattr("supervision.cli._list.opened", lambda *_: json.loads("CANARY"))

    result = run("list", "--journal", "memory:")

    assert re.search(r"JSONDecodeError at supervision/cli/_list.py:\d+", result.err)
    assert "CANARY" not in result.err


def test_an_error_of_the_system_is_told_without_the_path(run, failing):
    """The system's own errors are told in its words, status 4, and without names of files."""
    failing(PermissionError(13, "Permission denied", "CANARY"))

    result = run("list")

    assert result.status == 4
    assert result.err == "supervision: the system said no: permission denied\n"


def test_an_error_of_the_system_without_words_is_told_by_its_class(run, failing):
    """Where the system gives no words, the class of the error stands for them."""
    failing(TimeoutError())

    assert "the system said no: timeouterror" in run("list").err


def test_errors_are_json_where_json_was_asked_for(run):
    """With --json an error is a document too, with its facts and its exit status."""
    result = run("list", "--json", "--journal", "sqlite:absent.db")

    assert result.status == 4
    assert result.json["error"]["exit"] == 4
    assert result.json["error"]["type"] == "JournalNotFoundError"
    assert result.json["error"]["message"] in result.err


def test_facts_of_an_error_are_in_its_json(run, failing):
    """What an error is about is told apart from its message."""
    failing(errors.TamperedRecordError("changed", record="5e55", name="body/x", code="E-ALTERED"))

    # The replaced command knows no options: --json is what `run` looks for.
    result = _main._failed(_main.Screen(json=True), errors.TamperedRecordError("x", code="E-SIG"))

    assert result == 1
    assert run("list").err.startswith("supervision: changed\n'supervision verify' names")


def test_being_interrupted_is_no_fault(run, failing):
    """Ctrl-C ends with the status that shells know, and without a traceback."""
    failing(KeyboardInterrupt())

    result = run("list")

    assert result.status == 130
    assert result.err == "interrupted\n"


def test_a_closed_pipe_is_no_fault(filled):
    """When whoever reads the output goes, the command goes too, without a word."""
    arguments = ["-c", "from supervision.cli import main; raise SystemExit(main())", "list"]
    arguments += ["--json", *map(str, filled)]
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    process.stdout.close()

    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


def test_a_pipe_that_closes_early_is_no_fault(run, failing, monkeypatch):
    """What cannot be written any more goes nowhere, so that the end is quiet too."""
    failing(BrokenPipeError())
    redirected = []
    monkeypatch.setattr(_main.os, "dup2", lambda source, _target: redirected.append(source))
    monkeypatch.setattr(_main.sys, "stdout", sys.__stdout__)

    assert _main.run(["list"]) == 141
    assert len(redirected) == 1
    os.close(redirected[0])


def test_an_option_given_twice_is_not_understood(run):
    """Which option it is, is said, and neither of the values."""
    result = run("list", "--client", "CANARY", "--client", "CANARY")

    assert result.status == 2
    assert (
        result.err == "supervision: --client was given twice, and takes one value; leave one "
        "out; see supervision list --help\n"
    )


def test_no_command_takes_a_key_as_an_argument():
    """No option carries a passphrase or a recovery code itself: others could list it."""
    for command in COMMANDS:
        for name, parameter in inspect.signature(command.run).parameters.items():
            if "passphrase" in name or "recovery" in name:
                assert "str" not in str(parameter.annotation), (command.name, name)


def test_the_order_of_meanings_puts_each_class_before_its_parents():
    """A class that is more special decides before the more general one."""
    kinds = [kind for kind, _, _ in _exits._MEANINGS]

    for position, kind in enumerate(kinds):
        assert not any(issubclass(kind, before) for before in kinds[:position])


def test_no_context_of_an_error_is_shown(run, failing):
    """What led to an error stays out of what is shown."""
    error = errors.CorruptRecordError("the record is not JSON")
    error.__cause__ = ValueError("CANARY")
    failing(error)

    result = run("list")

    assert "CANARY" not in result.err
    assert "CANARY" in "".join(traceback.format_exception(error))


def test_what_is_refused_in_other_ways_is_told_without_its_words():
    """A release of cyclopts may refuse what none does now, and repeat what was typed."""
    assert (
        told(CycloptsError(msg="CANARY"))
        == "the command was not understood; see supervision --help"
    )
