"""Lets the tests of this plugin import the worked texts that they share."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # under --import-mode=importlib pytest does not add it
