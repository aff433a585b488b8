/** What no font on this computer can print. */
export const fonts = {
  forLetter: "No font on this computer can print {letters}. Install one that can, then make the letter.",
  forPage:
    "No font on this computer can print {letters}. Install one that can and save the page again, or write it down by hand.",
} as const;
