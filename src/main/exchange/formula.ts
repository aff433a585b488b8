/**
 * A cell that begins so would be run as a formula by a spreadsheet program (OWASP ASVS 5.0 1.2.10: = + - @
 * tab NUL; the forms of full width too). One that begins with apostrophes before it is marked as well, so
 * that taking one mark off always gives the text back.
 */
const formula = /^'*[=+\-@\t\r\0＝＋－＠]/u;
const marked = /^'+[=+\-@\t\r\0＝＋－＠]/u;

/** The text as a cell that is shown, never run. */
export const disarm = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** Takes off the mark that `disarm`, or another careful program, has put on. */
export const rearm = (cell: string): string => (cell.startsWith("'") && marked.test(cell) ? cell.slice(1) : cell);
