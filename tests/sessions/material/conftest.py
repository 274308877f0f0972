from __future__ import annotations

import pytest
from builders import Cast
from material_week import Week


@pytest.fixture
def week(cast: Cast) -> Week:
    return Week(cast)
