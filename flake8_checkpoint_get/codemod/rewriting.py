"""From a file and the edits asked for to the new file: libcst writes it, and it is verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import libcst as cst

from flake8_checkpoint_get.codemod.depth import TOO_DEEP, verify_depth
from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.codemod.locate import locate
from flake8_checkpoint_get.codemod.rewriter import Rewriter
from flake8_checkpoint_get.codemod.verify import verify
from flake8_checkpoint_get.model import Edit
from flake8_checkpoint_get.own_stack import on_own_stack
from flake8_checkpoint_get.source import Source

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file that libcst has parsed, to be rewritten; ``source`` is what it holds."""

    file: FileText
    source: Source
    module: cst.Module

    @classmethod
    def of(cls, data: bytes, source: Source) -> Rewriting:
        """Parse a file.

        Raises:
            NotRewrittenError: libcst cannot parse it, or does not reproduce it, or would not end.
        """
        file = FileText.from_bytes(data)
        verify_depth(source)
        module = _bounded(lambda: _parsed(file.text))
        return cls(file, source, module)

    def done(self, edits: frozenset[Edit]) -> bytes:
        """Return the file with edits done; verified.

        Raises:
            NotRewrittenError: something else would change.
        """
        return _bounded(lambda: self._done(edits))

    def _done(self, edits: frozenset[Edit]) -> bytes:
        located = locate(self.module, self.file, edits)
        changed = self.module.visit(Rewriter(self.module, self.file, located))
        after = self.file.with_text(changed.code)
        verify(self.file, self.source, edits, after)
        return after


def _parsed(text: str) -> cst.Module:
    module = cst.parse_module(text)
    if module.code != text:
        message = "libcst would change its blanks or line ends"
        raise NotRewrittenError(message)
    return module


def _bounded(run: Callable[[], Done]) -> Done:
    try:
        return on_own_stack(run)
    except (cst.ParserSyntaxError, cst.CSTValidationError, cst.CSTLogicError) as error:
        message = f"libcst cannot take it: {str(error).splitlines()[0]}"
        raise NotRewrittenError(message) from error
    except (RecursionError, MemoryError) as error:
        raise NotRewrittenError(TOO_DEEP) from error
    except ValueError as error:  # such as a number that is too long to be compared as text
        message = f"it cannot be verified: {error}"
        raise NotRewrittenError(message) from error
