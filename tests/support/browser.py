"""A real browser without a window, which measures pages at a given width."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

SCRIPT = """
const seen = (rect) => rect.width > 0 && rect.height > 0;
const over = (a, b) => seen(a) && seen(b)
  && a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
const told = (element) => element.tagName + '.' + (element.getAttribute('class') || '')
  + ' ' + element.textContent.trim().slice(0, 40);
function faults(page) {
  const width = page.documentElement.clientWidth, found = [];
  if (page.documentElement.scrollWidth > width) found.push('page');
  for (const element of page.body.querySelectorAll('*')) {
    if (element.closest('.hidden, .skip, thead, pre, select, svg')) continue;
    const rect = element.getBoundingClientRect();
    if (seen(rect) && rect.right > width + 1) found.push('beyond the edge: ' + told(element));
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1)
      found.push('cut or overflowing: ' + told(element));
  }
  for (const bar of page.querySelectorAll('.bars li')) {
    const [name, figure, drawn] = [...bar.children].map((one) => one.getBoundingClientRect());
    if (over(name, figure) || over(name, drawn) || over(figure, drawn))
      found.push('overprinted: ' + told(bar));
  }
  return found;
}
addEventListener('load', () => {
  const found = {};
  for (const frame of document.querySelectorAll('iframe'))
    found[frame.title] = faults(frame.contentDocument);
  document.querySelector('pre').textContent = JSON.stringify(found);
});
"""


def browser() -> str | None:
    """The browser's program, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def faults(
    program: str, pages: Mapping[str, str], width: int, folder: Path
) -> dict[str, list[str]]:
    """For each page what is wider than `width` pixels, cut, or printed over something else."""
    frames = "".join(
        f'<iframe title="{escape(name)}" width="{width}" height="800" frameborder="0" '
        f'srcdoc="{escape(html)}"></iframe>'
        for name, html in pages.items()
    )
    file = folder / "measured.html"
    file.write_text(f"<!doctype html><script>{SCRIPT}</script>{frames}<pre></pre>", "utf-8")
    found: dict[str, list[str]] = json.loads(_last_pre(dom(program, file, folder)))
    assert found.keys() == pages.keys()
    return {name: each for name, each in found.items() if each}


def dom(program: str, file: Path, folder: Path) -> str:
    """A file's document after the browser has loaded it."""
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/b"]
    ran = subprocess.run(
        [program, *arguments, "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return ran.stdout


def _last_pre(html: str) -> str:
    return unescape(re.findall(r"<pre>(.*?)</pre>", html, re.DOTALL)[-1])
