import { expect, it } from "vitest";
import { codeLength } from "../../../../src/renderer/ui/code-length.ts";

it.each([
  ["otpauth://totp/Acme:ada?secret=AAAA&issuer=Acme&algorithm=SHA1&digits=8&period=30", 8],
  ["otpauth://hotp/Acme:ada?secret=AAAA&counter=0&digits=6", 6],
  ["otpauth://totp/Acme:ada?secret=AAAA", 6],
])("the digits of %s", (uri, digits) => expect(codeLength(uri)).toBe(digits));
