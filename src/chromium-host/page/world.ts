/** The parts of a window that page-side code uses; this room is compiled without the DOM types. */
export interface PageWindow extends EventTarget {
  readonly top: unknown;
  readonly navigation: EventTarget;
  readonly screen: {
    availLeft: number;
    availTop: number;
    availWidth: number;
    availHeight: number;
    width: number;
    height: number;
  };
  readonly devicePixelRatio: number;
  readonly location: { readonly origin: string };
  readonly document: EventTarget & {
    readonly hidden: boolean;
    readonly head: object;
    readonly title: string;
    hasFocus(): boolean;
  };
  readonly MutationObserver: new (listener: () => void) => { observe(node: object, options: object): void };
  readonly screenX: number;
  readonly screenY: number;
  readonly outerWidth: number;
  readonly outerHeight: number;
  matchMedia(query: string): EventTarget & { readonly matches: boolean };
}
