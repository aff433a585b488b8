import type { Encoding } from "../contract/exchange.ts";

/** For people to read. */
export const encodingInWords: Record<Encoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 (little-endian)",
  "utf-16be": "UTF-16 (big-endian)",
  "windows-1250": "Windows-1250 (Central European)",
  "windows-1251": "Windows-1251 (Cyrillic)",
  "windows-1252": "Windows-1252 (Western)",
  "windows-1253": "Windows-1253 (Greek)",
  "windows-1254": "Windows-1254 (Turkish)",
  "windows-1255": "Windows-1255 (Hebrew)",
  "windows-1256": "Windows-1256 (Arabic)",
  "windows-1257": "Windows-1257 (Baltic)",
  shift_jis: "Shift_JIS (Japanese)",
  gbk: "GBK (simplified Chinese)",
  big5: "Big5 (traditional Chinese)",
  "euc-kr": "EUC-KR (Korean)",
};

/** Whether a file of this encoding says so itself: any other can only be guessed. */
export const isUnicode = (encoding: Encoding): boolean => encoding.startsWith("utf-");
