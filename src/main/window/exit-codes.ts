/** Exit code of anything that ended in an error, as in the terminal. */
export const failure = 3;
