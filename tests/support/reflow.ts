/** CSS pixels of the smallest window, and of the usual one at 200 % (WCAG 2.2, 1.4.4 and 1.4.10). */
export const tightSizes = [
  { width: 960, height: 640 },
  { width: 640, height: 400 },
] as const;

/**
 * Runs in the page: what does not fit in its width. The page and what floats over it do not scroll sideways, no
 * control is cut off at an edge or inside, no cell of a table is squeezed, and no word stands on two lines. A name of a machine,
 * such as an address, a file or a username, may.
 *
 * @returns one line for each, to be read in a failure
 */
export function reflowFaults(): string[] {
  const found: string[] = [];
  const nameOf = (element: Element): string =>
    `<${element.tagName.toLowerCase()} class="${(element.getAttribute("class") ?? "").slice(0, 60)}"> ${(element.textContent ?? "").trim().slice(0, 50)}`;
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 1 &&
    element.closest("[inert], [hidden]") === null;
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  for (const place of document.querySelectorAll("main, [role=dialog], [role=dialog] *, .surface, nav, aside, form")) {
    const { overflowX } = getComputedStyle(place);
    const scrolls = overflowX === "auto" || overflowX === "scroll";
    if (isSeen(place) && scrolls && place.scrollWidth > place.clientWidth + 1)
      found.push(`scrolls sideways by ${place.scrollWidth - place.clientWidth} px: ${nameOf(place)}`);
  }
  const controls = "button, a[href], input:not([type=hidden]), select, textarea, [role=tab], [role=switch], h1, h2, h3";
  for (const control of document.querySelectorAll(controls)) {
    if (!isSeen(control) || control.closest("[role=table] [role=row]")) continue;
    const { left, right } = control.getBoundingClientRect();
    // The link over all, which is out of sight until it has the keyboard.
    if (left < -1 || right > window.innerWidth + 1) found.push(`beyond the edge: ${nameOf(control)}`);
    for (const part of [control, ...control.querySelectorAll("*")]) {
      if (part instanceof HTMLElement && !(part instanceof HTMLInputElement) && isSeen(part)) {
        const style = getComputedStyle(part);
        const cut = style.overflowX === "hidden" || style.overflowX === "clip";
        if (cut && part.scrollWidth > part.clientWidth + 1 && style.clipPath === "none")
          found.push(`cut off inside: ${nameOf(control)}`);
      }
    }
  }
  for (const cell of document.querySelectorAll<HTMLElement>("[role=columnheader], [role=cell]")) {
    // Its own text: not what is only for screen readers, nor a control.
    const own = [...cell.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : "")).join("");
    const row = cell.closest("[role=row]");
    if (row === null || !isSeen(row) || getComputedStyle(cell).display === "none") continue;
    if (own.trim().length > 2 && cell.clientWidth < 40) found.push(`a cell of ${cell.clientWidth} px: ${nameOf(cell)}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (!parent || !isSeen(parent) || parent.closest("code, .mono, input, textarea, svg, style, script")) continue;
    for (const { 0: word, index } of (text.textContent ?? "").matchAll(
      /(?<![\p{L}\p{N}./\\@_-])\p{L}{3,16}(?![\p{L}\p{N}/\\@_-]|\.\p{L})/gu,
    )) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set(
        [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)),
      );
      if (lines.size > 1) found.push(`a word on ${lines.size} lines: ${word}, in ${nameOf(parent)}`);
    }
  }
  return [...new Set(found)];
}
