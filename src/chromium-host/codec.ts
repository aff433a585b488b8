import { type Base64, type Codec, encodeLeaf, makeDecoder, makeEncoder } from "./page/codec.ts";

const nodeBase64: Base64 = {
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  decode: (text) => new Uint8Array(Buffer.from(text, "base64")),
};

/** The main process's end of the IPC codec. */
export const codec: Codec = {
  encode: makeEncoder(nodeBase64, encodeLeaf),
  decode: makeDecoder(nodeBase64),
};
