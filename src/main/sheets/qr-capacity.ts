/** Bytes that the largest QR code holds (ISO/IEC 18004 table 7, version 40). */
export const capacity = { M: 2331, L: 2953 } as const;

/** Whether a text fits into any QR code. Apart from what draws one, which few starts of a console need. */
export const fitsQr = (text: string): boolean => Buffer.byteLength(text) <= capacity.L;
