"""BERTopic's topics for given vectors, for `bench.clustering_quality`: JSON in, JSON out.

It runs in a Python of its own, so that nothing of it is a dependency of Lotusbloem. Without BERTopic's own
sentence models, which would be downloaded, it needs no torch:

    python3 -m venv bertopic-venv
    bertopic-venv/bin/pip install numpy scipy scikit-learn pandas hdbscan umap-learn tqdm plotly pyyaml
    bertopic-venv/bin/pip install --no-deps bertopic
    make bench-clustering BERTOPIC=bertopic-venv/bin/python
"""

import json
import sys

import numpy as np


def main() -> None:
    """Reads {"texts", "vectors"}; writes the topic of each text, -1 for left over; UMAP's seed fixed at 0."""
    from bertopic import BERTopic
    from umap import UMAP

    request = json.load(sys.stdin)
    flat = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0, low_memory=False
    )
    topics, _ = BERTopic(umap_model=flat, embedding_model=None).fit_transform(
        request["texts"], np.asarray(request["vectors"], dtype=np.float32)
    )
    print(json.dumps([int(topic) for topic in topics]))


if __name__ == "__main__":
    main()
