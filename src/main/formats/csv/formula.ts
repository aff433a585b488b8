/**
 * What a spreadsheet program would run as a formula: a cell that begins like this (OWASP ASVS 5.0 1.2.10: = + - @ tab
 * NUL; also in full width; spaces before it do not make it safe). Programs guess at separators, so what follows one
 * inside a cell counts as a beginning, too. A beginning with apostrophes before it is marked as well, so that removing
 * one mark always gives the text back.
 */
const formula = /(?<=(?:^|[,;|\t])[^\S\t\r]*)('*)(?=[=+\-@\t\r\0＝＋－＠])/gu;
const marked = /(?<=(?:^|[,;|\t])[^\S\t\r]*)'('*)(?=[=+\-@\t\r\0＝＋－＠])/gu;

/** The text as a cell that is shown, never run. */
export const disarm = (text: string): string => text.replaceAll(formula, "'$1");

/** Removes the marks that `disarm`, or another careful program, has added. */
export const rearm = (cell: string): string => (cell.includes("'") ? cell.replaceAll(marked, "$1") : cell);
