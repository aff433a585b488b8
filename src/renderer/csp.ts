/** The nonce of this load, which the page's protocol handler wrote into the document. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/** Makes the libraries obey the page's policy: no generated code, no style tag without the nonce. */
function keepToPolicy(): void {
  // Zod's own `config` would bring zod into the first screen; this is the object that it configures.
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
  // Where the style tag of Mantine's scroll lock (get-nonce) looks for it.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}

keepToPolicy();
