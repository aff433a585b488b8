/** Digits of a code when its address does not say (Key URI format, `digits`). */
const defaultLength = 6;

/** An administrator's own authenticator follows no policy (`defaultParameters` of the second factor). */
export const administratorDigits = 6;

/** How many digits the app will show. @param uri `otpauth://…` */
export function codeLength(uri: string): number {
  const digits = Number(new URL(uri).searchParams.get("digits"));
  return digits > 0 ? digits : defaultLength;
}
