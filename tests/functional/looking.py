"""What axe finds on a page, and how wide a phone is."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

#: WCAG 2.2 at levels A and AA, and what axe takes for good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE: ViewportSize = {"width": 390, "height": 844}


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Each finding with the element that it is about."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], node["target"]) for one in found for node in one["nodes"]]
