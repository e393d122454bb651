# SPDX-License-Identifier: LGPL-2.1-or-later
"""The exceptions of the package, with the parts of their messages."""
import contextlib
import re
from typing import Iterator, Optional

from . import _core


class GammaFlowError(Exception):
    """What both exceptions are."""


class InputError(GammaFlowError, ValueError):
    """What was given cannot be computed; nothing was.

    file, line, section, key, given, allowed: the parts of the message; None where it has none.
    """

    file: Optional[str]
    line: Optional[int]
    section: Optional[str]
    key: Optional[str]
    given: Optional[str]
    allowed: Optional[str]

    def __init__(self, message: str):
        super().__init__(message)
        first, _, rest = message.partition("\n")

        def part(pattern: str, text: str = first) -> Optional[str]:
            found = re.search(pattern, text)
            return found.group(1) if found else None

        line = part(r": line (\d+): ")
        self.file = part(r"^(.*?): (?:line \d+: )?section '")
        self.line = int(line) if line else None
        self.section = part(r"section '(.*?)'")
        self.key = part(r"key '(.*?)'")
        self.given = part(r": given '(.*?)': ")
        self.allowed = part(r"allowed: (.*)", rest)


class NumericalFailure(GammaFlowError, ArithmeticError):
    """What was asked for is not reached: a tolerance, a verdict, a promise of the flow."""


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """The library's exceptions become those of this package."""
    try:
        yield
    except _core._InputError as error:
        raise InputError(str(error)) from None
    except _core._NumericalFailure as error:
        raise NumericalFailure(str(error)) from None
