from io import BytesIO

import segno


def qr_png(text: str) -> bytes:
    """A QR code as PNG, dark on white with its quiet zone, sharp when printed at 4 cm."""
    image = BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="png", scale=8, border=4)
    return image.getvalue()


def qr_svg(text: str) -> str:
    """The same as an SVG element to stand inside a page."""
    return segno.make(text, error="m", micro=False).svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
