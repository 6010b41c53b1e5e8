"""The one place that loads onnxruntime, at work and in training.

Unless it is told not to beforehand, the library gives this machine a number, keeps it in the home folder and reports
its use to Microsoft.
"""

from __future__ import annotations

import importlib
import os
from typing import Any


def load(module: str = "onnxruntime") -> Any:
    """The library, or a module of it."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    return importlib.import_module(module)
