import type { UserId } from "#shared/model/ids.ts";

/** Wrong codes are counted per user, over all authenticators and backup codes. */
export const throttleKey = (user: UserId): string => `user:${user}`;

/** Codes that are only tried out are counted apart: guessing there is slowed down in the same way. */
export const testKey = (user: UserId): string => `test:${user}`;
