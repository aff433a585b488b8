import { styled } from "../styles.ts";

/** Black on white, whatever the terminal's colours: not every phone reads an inverted QR code. */
const blackOnWhite = "\u001B[38;5;16;48;5;231m";
const reset = "\u001B[0m";

/** @returns the QR code of `uri` for a terminal, with the margin of four light modules that ISO/IEC 18004 requires */
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

/** @returns the QR code of `uri` as a PNG file */
export async function pngQr(uri: string): Promise<Buffer> {
  const { default: qrcode } = await import("qrcode");
  return qrcode.toBuffer(uri, { type: "png", errorCorrectionLevel: "M", margin: 4, scale: 8 });
}
