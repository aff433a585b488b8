import { styled } from "../styles.ts";

/** Black on white whatever the terminal's own colours are; a QR with swapped colours is not read by every phone. */
const blackOnWhite = "\u001B[38;5;16;48;5;231m";
const reset = "\u001B[0m";

/** @returns the QR of `uri` for a terminal, with the four light modules around it that ISO/IEC 18004 asks for */
export async function terminalQr(uri: string): Promise<string> {
  const { default: qrcode } = await import("qrcode");
  const drawing = await qrcode.toString(uri, {
    type: "utf8",
    errorCorrectionLevel: "M",
    margin: 4,
  });
  return drawing
    .split("\n")
    .map((line) => styled(`${blackOnWhite}${line}${reset}`))
    .join("\n");
}

/** @returns the QR of `uri` as a PNG file */
export async function pngQr(uri: string): Promise<Buffer> {
  const { default: qrcode } = await import("qrcode");
  return qrcode.toBuffer(uri, { type: "png", errorCorrectionLevel: "M", margin: 4, scale: 8 });
}
