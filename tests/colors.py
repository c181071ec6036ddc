"""How far apart two colours are for several kinds of eyes; from the definitions, not from what is tested.

CIEDE2000: Sharma, Wu, Dalal, *The CIEDE2000 color-difference formula* (2005). Colour blindness: Machado, Oliveira,
Fernandes, *A physiologically-based model for simulation of color vision deficiency* (2009), severity 1. Colours and
luminance: IEC 61966-2-1 (sRGB, white D65) and WCAG 2.2.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import Final

Lab = tuple[float, float, float]
_LUMINANCE: Final = (0.2126, 0.7152, 0.0722)
EYES: Final = {
    "most readers": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "greyscale": (_LUMINANCE, _LUMINANCE, _LUMINANCE),
}
"""What each makes of linear red, green and blue."""


def linear(color: str) -> list[float]:
    """Red, green and blue of ``#rrggbb``, 0 to 1, as amounts of light."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    return sum(a * b for a, b in zip(_LUMINANCE, linear(color), strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(color: str, by: str) -> Lab:
    """CIELAB of a colour as those eyes see it."""
    light = linear(color)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, light, strict=True)))) for row in EYES[by])
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883

    def root(t: float) -> float:
        return float(t ** (1 / 3)) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def difference(one: Lab, other: Lab) -> float:
    """CIEDE2000 with all weights 1; the numbers of its equations stand beside the lines."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2  # 2, 3
    g = 0.5 * (1 - sqrt(mean**7 / (mean**7 + 25**7)))  # 4
    a1, a2 = (1 + g) * a1, (1 + g) * a2  # 5
    c1, c2 = hypot(a1, b1), hypot(a2, b2)  # 6
    h1, h2 = (degrees(atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))  # 7
    turn = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180  # 10
    d_l, d_c, d_h = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))  # 8, 9, 11
    light, c = (l1 + l2) / 2, (c1 + c2) / 2  # 12, 13
    h = (h1 + h2) / 2  # 14
    if not c1 * c2:
        h = h1 + h2
    elif abs(h1 - h2) > 180:
        h += 180 if h1 + h2 < 360 else -180
    t = 1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h))  # 15
    t += 0.32 * cos(radians(3 * h + 6)) - 0.20 * cos(radians(4 * h - 63))
    theta = 30 * exp(-(((h - 275) / 25) ** 2))  # 16
    r_c = 2 * sqrt(c**7 / (c**7 + 25**7))  # 17
    s_l = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)  # 18
    s_c, s_h = 1 + 0.045 * c, 1 + 0.015 * c * t  # 19, 20
    r_t = -sin(radians(2 * theta)) * r_c  # 21
    x, y, z = d_l / s_l, d_c / s_c, d_h / s_h
    return sqrt(x * x + y * y + z * z + r_t * y * z)  # 22
