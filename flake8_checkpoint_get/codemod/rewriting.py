"""From a file and the edits asked for to the new file: libcst writes it, and it is verified."""

from __future__ import annotations

import libcst as cst

from flake8_checkpoint_get.codemod.file_text import FileText, NotRewrittenError
from flake8_checkpoint_get.codemod.locate import locate
from flake8_checkpoint_get.codemod.rewriter import Rewriter
from flake8_checkpoint_get.codemod.verify import verify
from flake8_checkpoint_get.model import Edit
from flake8_checkpoint_get.source import Source


def rewritten(data: bytes, source: Source, edits: frozenset[Edit]) -> bytes:
    """Return a file with edits done, which are of the source that it holds; verified.

    Raises:
        NotRewrittenError: something else would change.
    """
    file = FileText.from_bytes(data)
    try:
        module = cst.parse_module(file.text)
        if module.code != file.text:
            message = "libcst would change its blanks or line ends"
            raise NotRewrittenError(message)
        changed = module.visit(Rewriter(module, file, locate(module, file, edits)))
        after = file.with_text(changed.code)
        verify(file, source, edits, after)
    except (cst.ParserSyntaxError, cst.CSTValidationError, cst.CSTLogicError) as error:
        message = f"libcst cannot rewrite it: {str(error).splitlines()[0]}"
        raise NotRewrittenError(message) from error
    except (RecursionError, MemoryError) as error:
        message = "too deeply nested or too large to rewrite"
        raise NotRewrittenError(message) from error
    return after
