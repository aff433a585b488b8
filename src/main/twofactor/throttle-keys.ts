import type { UserId } from "#shared/model/ids.ts";

/** Wrong codes are counted per person, over all authenticators and backup codes. */
export const throttleKey = (user: UserId): string => `user:${user}`;

/** Tested codes are counted separately: guessing there is slowed down in the same way. */
export const testKey = (user: UserId): string => `test:${user}`;
