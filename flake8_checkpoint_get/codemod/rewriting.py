"""From a file and the edits asked for to the new file: libcst writes it, and it is verified."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import libcst as cst

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.codemod.locate import locate
from flake8_checkpoint_get.codemod.rewriter import Rewriter
from flake8_checkpoint_get.codemod.verify import verify
from flake8_checkpoint_get.model import Edit
from flake8_checkpoint_get.source import Source


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
            NotRewrittenError: libcst cannot parse it, or does not reproduce it.
        """
        file = FileText.from_bytes(data)
        with _bounded():
            module = cst.parse_module(file.text)
            is_same = module.code == file.text
        if not is_same:
            message = "libcst would change its blanks or line ends"
            raise NotRewrittenError(message)
        return cls(file, source, module)

    def done(self, edits: frozenset[Edit]) -> bytes:
        """Return the file with edits done; verified.

        Raises:
            NotRewrittenError: something else would change.
        """
        with _bounded():
            located = locate(self.module, self.file, edits)
            changed = self.module.visit(Rewriter(self.module, self.file, located))
            after = self.file.with_text(changed.code)
            verify(self.file, self.source, edits, after)
        return after


@contextmanager
def _bounded() -> Iterator[None]:
    try:
        yield
    except (cst.ParserSyntaxError, cst.CSTValidationError, cst.CSTLogicError) as error:
        message = f"libcst cannot take it: {str(error).splitlines()[0]}"
        raise NotRewrittenError(message) from error
    except (RecursionError, MemoryError) as error:
        message = "too deeply nested or too large to rewrite"
        raise NotRewrittenError(message) from error
