"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qualcode.errors import DiskError
from qualcode.i18n import _, known_word


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file: a temporary file beside it, on disk, then renamed. A link stays a link.

    Raises `DiskError` where the folder cannot be written or the disk is full; what was there stays.
    """
    partial, target = None, path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{path.name}.", delete=False) as file:
            partial = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        partial.replace(target)
    except OSError as error:
        raise DiskError(
            _("{file}: cannot be written ({why}).").format(file=path, why=known_word(error.strerror or str(error))),
            _("Make room or choose another folder; what was there is unchanged."),
        ) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
