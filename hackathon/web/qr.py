"""Codes for a camera, as pictures in a page."""

from functools import lru_cache

import segno

KEPT = 2048  # pictures of one process: a panel prints the same sheets again and again


@lru_cache(maxsize=KEPT)
def draw_qr(text: str, *, scale: int, border: int) -> str:
    """A QR code that stands some damage, as the data address of an SVG; sizes are in modules."""
    return segno.make_qr(text, error="m").svg_data_uri(scale=scale, border=border)
