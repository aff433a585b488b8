/**
 * Where the keyboard focus goes when its element disappears: after a wizard step, a page, a dialog or a removed row.
 * The browser would move it to the document's body, many Tab presses away from where the person was.
 */

/** An element and its ancestors, innermost first, at the time it got the focus. */
interface Held {
  element: HTMLElement;
  around: readonly Element[];
}

/** How many earlier elements are remembered: a menu in a row, a dialog over it, a proof over that. */
const remembered = 12;

/** What counts as a place that the focus can return to. */
const placeNames = "[role=dialog], form, section, main, #content, #root";
const wanted = "[data-autofocus]:not(:disabled)";
const standsIn = "data-stand-in";
const headings = "h1, h2, h3";

const around = (element: Element): Element[] => {
  const into: Element[] = [];
  for (let at = element.parentElement; at; at = at.parentElement) into.push(at);
  return into;
};

const isShown = (element: HTMLElement): boolean =>
  element.isConnected && element.closest("[inert]") === null && element.checkVisibility();

const canHold = (element: HTMLElement): boolean => isShown(element) && !element.matches(":disabled");

const floats = (held: Held): boolean => held.around.some(({ id }) => id === "portals");

/** The topmost open dialog; what is beneath it cannot be reached. */
function openDialog(): HTMLElement | null {
  const dialogs = [...document.querySelectorAll<HTMLElement>("#portals [role=dialog]")].filter(isShown);
  return dialogs.at(-1) ?? null;
}

function first(place: ParentNode, selector: string): HTMLElement | null {
  return [...place.querySelectorAll<HTMLElement>(selector)].find(isShown) ?? null;
}

/** Focuses what a place is for, otherwise its heading. */
function enter(place: Element): "wanted" | "heading" | null {
  const target = first(place, wanted);
  if (target) {
    target.focus();
    return "wanted";
  }
  const heading = first(place, headings);
  if (!heading) return null;
  if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
  heading.focus();
  return "heading";
}

/** Next to a button that disappeared, such as one that clears a field: the field itself. */
function onlyField({ around: places }: Held): HTMLElement | null {
  const nearest = places.find((place) => place.isConnected);
  if (!nearest || nearest.matches(placeNames)) return null;
  const fields = [...nearest.querySelectorAll<HTMLElement>("input, textarea")].filter(canHold);
  return fields.length === 1 ? (fields[0] ?? null) : null;
}

class Keeper {
  #history: Held[] = [];
  /** Whether the person has pressed anything yet. */
  #touched = false;
  /** A heading that has the focus until what its place is for appears. */
  #standIn: { heading: HTMLElement; place: Element } | null = null;

  #stand(heading: HTMLElement | null, place: Element): void {
    this.#standIn?.heading.removeAttribute(standsIn);
    heading?.setAttribute(standsIn, "");
    this.#standIn = heading === null ? null : { heading, place };
  }

  readonly focused = (event: FocusEvent): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const { target } = event;
    if (target !== this.#standIn?.heading) this.#stand(null, target);
    this.#history = [
      ...this.#history.filter(({ element }) => element !== target),
      { element: target, around: around(target) },
    ];
    this.#history = this.#history.slice(-remembered);
  };

  /** A click outside everything removes the focus on purpose. */
  readonly pressed = (event: Event): void => {
    this.#stand(null, document.body);
    this.#touched = true;
    if (event.type === "pointerdown")
      requestAnimationFrame(() => document.activeElement === document.body && this.#forget());
  };

  #forget(): void {
    const last = this.#history.at(-1);
    if (last && canHold(last.element)) this.#history = [];
  }

  readonly look = (): void => {
    const { activeElement } = document;
    if (this.#standIn && activeElement === this.#standIn.heading) {
      const { place } = this.#standIn;
      if (place.isConnected && first(place, wanted)) enter(place);
      return;
    }
    if (activeElement !== null && activeElement !== document.body) return;
    const last = this.#history.at(-1);
    if (!last) {
      if (!this.#touched) first(openDialog() ?? document.body, wanted)?.focus();
      return;
    }
    // Still there, only disabled for a moment, as during a call.
    if (isShown(last.element)) {
      if (!last.element.matches(":disabled")) last.element.focus();
      return;
    }
    this.#restore(last);
  };

  #restore(last: Held): void {
    const dialog = openDialog();
    // From a menu, a dialog or the lock, back to where it was opened from.
    const before = this.#history.findLast(
      ({ element }) => canHold(element) && (dialog === null || dialog.contains(element)),
    );
    const inPage = last.around.some(({ id }) => id === "content");
    if (before && (floats(last) || !inPage) && (dialog !== null || before.around.some(({ id }) => id === "content"))) {
      before.element.focus();
      return;
    }
    const field = dialog === null ? onlyField(last) : null;
    if (field) {
      field.focus();
      return;
    }
    const candidates = [
      ...last.around.filter((place) => place.isConnected && place.matches(placeNames)),
      document.body,
    ];
    const inside = dialog === null ? candidates : [...candidates.filter((place) => dialog.contains(place)), dialog];
    for (const place of inside) {
      const entered = enter(place);
      if (entered === null) continue;
      const { activeElement } = document;
      if (entered === "heading" && activeElement instanceof HTMLElement) this.#stand(activeElement, place);
      return;
    }
  }
}

/** Whether nothing has the focus, or only a heading that stands in for what was there. */
export const isFocusLost = (): boolean =>
  document.activeElement === null || document.activeElement.matches(`body, [${standsIn}]`);

/** @returns a function that stops it */
export function keepFocus(): () => void {
  const keeper = new Keeper();
  let waiting = 0;
  // Dialogs and fields take the focus themselves a moment after they appear.
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => setTimeout(keeper.look));
  };
  const observer = new MutationObserver(soon);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["disabled", "inert", "hidden", "data-autofocus"],
  });
  document.addEventListener("focusin", keeper.focused);
  document.addEventListener("pointerdown", keeper.pressed, { capture: true });
  document.addEventListener("keydown", keeper.pressed, { capture: true });
  return () => {
    observer.disconnect();
    cancelAnimationFrame(waiting);
    document.removeEventListener("focusin", keeper.focused);
    document.removeEventListener("pointerdown", keeper.pressed, { capture: true });
    document.removeEventListener("keydown", keeper.pressed, { capture: true });
  };
}
