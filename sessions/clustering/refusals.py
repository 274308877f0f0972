"""Why clustering can refuse; each message can be shown to a person as it stands."""


class ClusteringRefused(ValueError):
    """The input cannot be clustered as asked; nothing was computed or written."""


class BadRequest(ClusteringRefused):
    """The arguments do not fit together (lengths, indices, number of clusters)."""


class FileRefused(ClusteringRefused):
    """The file cannot be read as a table of texts."""
