import { randomBytes } from "node:crypto";

/** Where `index.html` has the placeholder of the nonce. */
export const noncePlaceholder = "__CSP_NONCE__";

/** 128 bits, fresh for each load (CSP Level 3, 7.1 "Nonce Reuse"). */
export const createNonce = (): string => randomBytes(16).toString("base64");

/**
 * The policy of every response. Styles take a nonce because the interface writes its theme's
 * variables into a style element; scripts never do.
 */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
