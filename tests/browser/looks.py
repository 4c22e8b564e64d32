"""What must hold for every page: nothing hangs over the edge, a thumb hits everything, everybody can read it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal

from playwright.sync_api import Page

#: An old small phone, a usual one, a desktop; CSS pixels.
WIDTHS = (320, 390, 1280)
#: CSS pixels (WCAG 2.2, 2.5.8 asks for 24; ours are made for a thumb in a moving street).
TARGET = 44
ANSWER = 56
#: WCAG 2.2, 1.4.3.
CONTRAST = 4.5

_SMALL_TARGETS = """
least => [...document.querySelectorAll('a, button, select, summary, textarea, input:not([type=hidden])')]
  .filter(one => one.checkVisibility())
  .map(one => (one.matches('input[type=radio], input[type=checkbox]') && one.closest('label')) || one)
  .map(one => ({name: one.innerText || one.name || one.id, height: one.getBoundingClientRect().height}))
  .filter(one => one.height < least - 0.01)
"""

_FAINT_TEXT = """
least => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = colour => colour.slice(0, 3).map(v => linear(v / 255))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const over = (top, below) => {
    const alpha = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(at => top[at] * alpha + below[at] * (1 - alpha));
  };
  const behind = one => {
    const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255];
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.unshift(parts(getComputedStyle(at).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), canvas);
  };
  const speaks = one => one instanceof HTMLElement &&
    [...one.childNodes].some(node => node.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(node.data));
  return [...document.querySelectorAll('body *')].filter(one => speaks(one) && one.checkVisibility()).map(one => {
    const background = behind(one);
    const [a, b] = [light(over(parts(getComputedStyle(one).color), background)), light(background)];
    return {text: one.innerText.slice(0, 40), ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)};
  }).filter(one => one.ratio < least);
}
"""


#: Where axe looks, and in which scheme: between the two nothing is laid out otherwise.
_SCHEMES: dict[int, Literal["dark", "light"]] = {320: "dark", 1280: "light"}
#: Of colours axe takes longest to judge: once is enough beside our own look, which takes both schemes.
_BARRIERS = """
hasColours => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: hasColours}}})
  .then(found => found.violations
    .map(one => ({rule: one.id, impact: one.impact, at: one.nodes.map(node => node.html.slice(0, 200))})))
"""

#: What a page is made of, without its words and numbers: all that axe judges but the colours, which follow from it.
_SKELETON = """
() => {
  const said = /^(href|src|action|title|alt|placeholder|value|content|aria-label|lang|hreflang|d|data-.*)$/;
  const bones = one => {
    const parts = [...one.attributes].map(({name, value}) =>
      said.test(name) ? name + (value.trim() && '=') : name + '=' + value.replace(/\\d+/g, '0'));
    const within = [...one.childNodes].map(node =>
      node.nodeType === 1 ? bones(node) : node.nodeType === 3 && node.data.trim() ? '·' : '');
    return `<${one.tagName} ${parts.join(' ')}>${within.filter((part, at) => part !== within[at - 1]).join('')}</>`;
  };
  return bones(document.documentElement);
}
"""
_REPEATED_IDS = """
() => [...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)
"""
#: By skeleton; axe is asked once about pages that differ in their words alone.
_SEEN: set[str] = set()


@cache
def _axe() -> str:
    """Deque's axe-core, as the package ships it (docs/adr/0001)."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def require_good_looks(page: Page) -> None:
    """At every width, in light and in dark; the page has its own width again afterwards."""
    page.wait_for_load_state()
    assert page.evaluate(_REPEATED_IDS) == []
    skeleton: str = page.evaluate(_SKELETON)
    is_new = skeleton not in _SEEN
    if is_new:
        page.evaluate(f"{_axe()};0")
    before = page.viewport_size
    assert before is not None
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        assert page.evaluate("window.innerWidth") == width
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{width}: scrolls sideways"
        small: list[Any] = page.evaluate(_SMALL_TARGETS, TARGET)
        assert small == [], (width, small)
        if is_new and (scheme := _SCHEMES.get(width)):
            page.emulate_media(color_scheme=scheme)
            barriers: list[Any] = page.evaluate(_BARRIERS, scheme == "dark")
            assert barriers == [], (width, barriers)
    _SEEN.add(skeleton)
    page.set_viewport_size(before)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faint: list[Any] = page.evaluate(_FAINT_TEXT, CONTRAST)
        assert faint == [], (scheme, faint)
    page.emulate_media(color_scheme="light")
