"""Themes known beforehand: which texts each of them draws."""

from collections.abc import Hashable, Sequence

import numpy as np

from .arrays import Indices
from .blend import centred
from .compare import Compared
from .embed import Embedder, LsaEmbedder, UseEmbedder
from .steer import claims
from .words import languages_of

Known = tuple[Hashable, str, str]  # key, title, description


def claimed_by(
    known: Sequence[Known],
    texts: Sequence[str],
    languages: Sequence[str],
    compared: Compared,
    embedder: Embedder | None,
) -> Indices:
    """(n,) the number of the known theme that draws each text, or -1.

    Themes are compared by what they mean, centred with the texts of their language, so that they do not
    attract for being written in it; by wording where the encoder is missing.
    """
    themes = [f"{title}. {description}".strip(" .") for _, title, description in known]
    if not themes or not texts:
        return np.full(len(texts), -1, dtype=np.int64)
    told = [*languages, *languages_of(themes)]
    if len(compared.sense):
        rows = np.vstack([compared.sense, (embedder or UseEmbedder()).embed(themes)])
    else:
        rows = LsaEmbedder().embed([*texts, *themes], told)
    whole = centred(rows, told)
    return claims(whole[: len(texts)], whole[len(texts) :])
