import unhomoglyph from "unhomoglyph";
import { nameKey } from "#shared/model/text.ts";

/**
 * What a name looks like (UTS 39 section 4): letters of other scripts become those that they resemble, so that `аnn`
 * with a Cyrillic а and `ann` have one form. ASCII letters stay what they are: `paul1` is not `paull`.
 *
 * @param name any form; compared without case, as `nameKey` does
 */
export function lookAlikeKey(name: string): string {
  const key = nameKey(name);
  return key.replaceAll(/[^\0-\x7F]+/gu, (letters) =>
    unhomoglyph(letters.normalize("NFD")).normalize("NFC").toLowerCase(),
  );
}

/** For the column of users: null if a name looks like itself, as nearly all do. */
export function lookColumn(name: string): string | null {
  const look = lookAlikeKey(name);
  return look === nameKey(name) ? null : look;
}
