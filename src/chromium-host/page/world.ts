/** What the page-side code uses of a window; the room itself is compiled without the DOM. */
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
  readonly document: EventTarget & { hasFocus(): boolean; readonly hidden: boolean };
  readonly screenX: number;
  readonly screenY: number;
  readonly outerWidth: number;
  readonly outerHeight: number;
  matchMedia(query: string): EventTarget & { readonly matches: boolean };
}
