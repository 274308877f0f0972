"""Pictures of a journey for README and documentation. Taken only when somebody asked for them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 128


class Pictures:
    """Saves what a page shows as `name`.png in `folder`; without a folder it does nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def wanted(self) -> bool:
        return self._folder is not None

    def take(self, name: str, page: Page, *, width: int | None = None) -> None:
        """`width` in pixels; without it as wide as the page was drawn."""
        if self._folder is None:
            return
        page.evaluate("document.fonts.ready.then(() => null)")
        seen = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
        if width is not None:
            seen = seen.resize((width, round(seen.height * width / seen.width)), Image.Resampling.LANCZOS)
        # A palette makes such a picture four times smaller and nobody sees it.
        small = seen.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(self._folder / f"{name}.png", optimize=True)
