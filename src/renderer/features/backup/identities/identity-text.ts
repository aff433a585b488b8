const prefix = "AGE-SECRET-KEY-";

/**
 * An identity as it is sent. One that was typed from paper can be broken over two lines, which belong together; the
 * text of a file has a line for each.
 */
export function identityText(typed: string): string {
  const single = !typed.includes("#") && typed.toUpperCase().split(prefix).length === 2;
  return single ? typed.replaceAll(/\s/gu, "") : typed.trim();
}
