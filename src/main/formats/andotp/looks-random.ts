/** Beginnings of files that are compressed or encrypted and say so; in hex. */
const marks = [
  "504b0304", // zip
  "504b0506",
  "504b0708",
  "1f8b", // gzip
  "28b52ffd", // zstd
  "fd377a58", // xz
  "425a68", // bzip2
  "04224d18", // lz4
  "377abcaf", // 7z
  "52617221", // rar
  "89504e47", // PNG
  "ffd8ff", // JPEG
  "47494638", // GIF
  "49492a00", // TIFF
  "4d4d002a",
  "52494646", // WebP
  "25504446", // PDF
  "d0cf11e0", // OLE
  "aced0005", // Java
  "7f454c46", // ELF
  "4d5a", // PE
  "03d9a29a", // KDBX
  "6167652d", // age
  "53616c7465645f5f", // openssl enc
  "41555448", // Stratum
  "41757468",
  "53514c69", // SQLite
  "8501", // OpenPGP: an encrypted session key
  "8502",
  "8503",
  "8504",
  "845e03",
  "8c0d04",
  "8c2e05",
  "c1c0",
  "c1c1",
  "c15e03",
  "c30d04",
  "c32e05",
];

/** What stands after a length in HEIC, AVIF and MP4. */
const boxMark = "ftyp";

/** Some hundred entries; pictures, archives and stores are larger. */
const most = 128 * 1024;
/** Fewer say nothing. */
const least = 64;

/** Of the statistic below, for 255 degrees of freedom: six standard deviations to each side. */
const mean = 255;
const spread = 6 * Math.sqrt(2 * mean);

/**
 * Whether bytes are as even as encrypted ones (chi-squared test over their values) and begin with no other program's mark:
 * all that can be said of a file that is encrypted from its first byte.
 *
 * @param bytes all of the file
 */
export function looksRandom(bytes: Buffer): boolean {
  if (bytes.length < least || bytes.length > most || bytes.toString("latin1", 4, 8) === boxMark) return false;
  const begin = bytes.toString("hex", 0, 8);
  if (marks.some((mark) => begin.startsWith(mark))) return false;
  const counts = Array.from({ length: 256 }, () => 0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return Math.abs(statistic - mean) < spread;
}
