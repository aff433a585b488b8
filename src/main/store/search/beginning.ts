/** Greater than every text that begins with the given one: both bound the texts that do, so that an index finds them. */
export const endOf = (beginning: string): string => `${beginning}\u{10FFFF}`;
