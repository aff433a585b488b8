/** Digits of a code if its URI does not say (Key URI format, `digits`). */
const defaultLength = 6;

/** Policies do not apply to an administrator's own authenticator (`defaultParameters` of the second factor). */
export const administratorDigits = 6;

/** How many digits the app will show. @param uri `otpauth://…` */
export function codeLength(uri: string): number {
  const digits = Number(new URL(uri).searchParams.get("digits"));
  return digits > 0 ? digits : defaultLength;
}
