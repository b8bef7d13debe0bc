"""Everything that `Backend` promises, as tests for any backend."""

from __future__ import annotations

import pytest

# Before they are imported, or failures show no values.
pytest.register_assert_rewrite(
    "supervision.testing._backend_base",
    "supervision.testing._backend_reading",
    "supervision.testing._backend_committing",
    "supervision.testing._backend_lasting",
    "supervision.testing._backend_scrubbing",
    "supervision.testing._backend_machine",
)

from supervision.testing._backend_committing import CommittingContract  # noqa: E402
from supervision.testing._backend_lasting import LastingContract  # noqa: E402
from supervision.testing._backend_reading import ReadingContract  # noqa: E402
from supervision.testing._backend_scrubbing import ScrubbingContract  # noqa: E402


class BackendContract(ReadingContract, CommittingContract, LastingContract, ScrubbingContract):
    """The promises of a backend; inherit from it and say how to open yours.

    A subclass defines `open_in`, and may define `url_in` and set `durable`, `shared` and `kills`.
    It must be at the top of its file: other processes load it from there. The long tests have the
    marker ``slow``, which a project with strict markers must declare.

    Example::

        from supervision.testing import BackendContract

        class TestMine(BackendContract):
            shared = False  # one process at a time

            def open_in(self, folder):
                return MyBackend(folder / "store")
    """
