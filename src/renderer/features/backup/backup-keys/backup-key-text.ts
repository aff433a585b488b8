const prefix = "AGE-SECRET-KEY-";

/**
 * A backup key as it is sent. One typed from paper may be split over two lines that belong together; the text of a file
 * has one key on each line.
 */
export function identityText(typed: string): string {
  const single = !typed.includes("#") && typed.toUpperCase().split(prefix).length === 2;
  return single ? typed.replaceAll(/\s/gu, "") : typed.trim();
}
