import { refuseUnknownMembers } from "../refusals.ts";

/** The top frame of one document: a new one for each loaded document. */
export class WebFrameMain {
  readonly parent = null;
  readonly frames: readonly WebFrameMain[] = [];
  readonly processId = 0;
  readonly routingId = 1;
  readonly frameTreeNodeId = 1;
  #url: string;
  #detached = false;

  constructor(url: string) {
    this.#url = url;
  }

  get url(): string {
    return this.#url;
  }

  /** Scheme and host, as in Electron, also for schemes for which Node's URL has no origin. */
  get origin(): string {
    if (!URL.canParse(this.#url)) return "null";
    const { protocol, host } = new URL(this.#url);
    return host === "" ? "null" : `${protocol}//${host}`;
  }

  get top(): WebFrameMain {
    return this;
  }

  /** True once another document has replaced it. */
  get detached(): boolean {
    return this.#detached;
  }

  isDestroyed(): boolean {
    return this.#detached;
  }

  /** For the host only: the document's address changed without a load. */
  static move(frame: WebFrameMain, url: string): void {
    frame.#url = url;
  }

  static detach(frame: WebFrameMain): void {
    frame.#detached = true;
  }
}
refuseUnknownMembers("WebFrameMain", WebFrameMain);
