"""What the tests of reports share."""

from __future__ import annotations

import sys
from pathlib import Path

# Values and scripts that several of these modules share lie beside them.
sys.path.insert(0, str(Path(__file__).parent))
