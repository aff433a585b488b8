/** Which start of the computer a test begins in. */
export const firstBoot = "boot 1";
