/** Which runtime the app runs on: `globalThis[Symbol.for("countersign.runtime")]`. */
export interface RuntimeMarker {
  name: "chromium";
  /** Chromium's version, for example "156.0.8078.79"; null until Chromium has answered. */
  version: string | null;
}

const key = Symbol.for("countersign.runtime");

export const runtimeMarker: RuntimeMarker = { name: "chromium", version: null };

export function publishMarker(): void {
  Object.defineProperty(globalThis, key, { value: runtimeMarker, configurable: true });
}

/** @param product as Chromium names itself, for example "Chrome/156.0.8078.79" */
export function setChromiumVersion(product: string): void {
  runtimeMarker.version = product.slice(product.indexOf("/") + 1);
}
