"""``python -m lede``."""

import sys

from .cli import main

sys.exit(main())
