const prefix = "CSGN";

/** Of what has no serial number of its own: the same at every export, in a form that every verifier takes. */
export const madeSerial = ({ id }: { readonly id: string }): string => `${prefix}${id.slice(-8).toUpperCase()}`;
