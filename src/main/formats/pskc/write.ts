import type { Outgoing } from "../format.ts";
import { distinguishedName } from "./owner.ts";
import { Sealer, type Sealing } from "./seal.ts";

const characters: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 cannot hold at all is left out (section 2.2): nobody sees it in a name. */
const xml = (written: string): string =>
  written
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]+/gu, " ")
    .replaceAll(/[&<>"']/gu, (character) => characters[character] ?? "");

const element = (name: string, written: string): string =>
  written === "" ? "" : `<pskc:${name}>${xml(written)}</pskc:${name}>`;

const method = (sealer: Sealer): string =>
  `<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes${sealer.sealing.keyLength * 8}-cbc"/>`;

const cipherData = (value: string): string =>
  `<xenc:CipherData><xenc:CipherValue>${value}</xenc:CipherValue></xenc:CipherData>`;

/**
 * The children of `PBKDF2-params` stand in no namespace, and the key has a name: FreeIPA finds nothing, and asks for no key,
 * otherwise.
 */
function encryptionKey({ sealing: { derivation, keyLength }, salt }: Sealer): string {
  if (derivation === null) return "<ds:KeyName>Pre-shared-key</ds:KeyName>";
  const prf = derivation.uri === null ? "" : `<PRF Algorithm="${derivation.uri}"/>`;
  const pkcs5 = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";
  return `<xenc11:DerivedKey>
      <xenc11:KeyDerivationMethod Algorithm="${pkcs5}pbkdf2">
        <pkcs5:PBKDF2-params>
          <Salt><Specified>${salt.toString("base64")}</Specified></Salt>
          <IterationCount>${derivation.iterations}</IterationCount>
          <KeyLength>${keyLength}</KeyLength>${prf}
        </pkcs5:PBKDF2-params>
      </xenc11:KeyDerivationMethod>
      <xenc11:MasterKeyName>Passphrase</xenc11:MasterKeyName>
    </xenc11:DerivedKey>`;
}

const encryption = (sealer: Sealer): string => `  <pskc:EncryptionKey>
    ${encryptionKey(sealer)}
  </pskc:EncryptionKey>
  <pskc:MACMethod Algorithm="${sealer.sealing.mac.uri}">
    <pskc:MACKey>${method(sealer)}${cipherData(sealer.macKey())}</pskc:MACKey>
  </pskc:MACMethod>
`;

function secretOf(seed: Uint8Array, sealer: Sealer | null): string {
  if (sealer === null) return `<pskc:PlainValue>${Buffer.from(seed).toString("base64")}</pskc:PlainValue>`;
  const { cipher, mac } = sealer.seal(seed);
  return `<pskc:EncryptedValue>${method(sealer)}${cipherData(cipher)}</pskc:EncryptedValue><pskc:ValueMAC>${mac}</pskc:ValueMAC>`;
}

const number = (name: string, value: number): string =>
  `<pskc:${name}><pskc:PlainValue>${value}</pskc:PlainValue></pskc:${name}>`;

/** The suite is bare and in lower case: privacyIDEA and LinOTP take other spellings for SHA-1. */
function keyPackage(outgoing: Outgoing, sealer: Sealer | null): string {
  const { serial, model, kind, issuer, account, algorithm, digits, period, counter, username, seed } = outgoing;
  const moving = kind === "hotp" ? number("Counter", counter) : `${number("Time", 0)}${number("TimeInterval", period)}`;
  return `  <pskc:KeyPackage>
    <pskc:DeviceInfo>${element("Manufacturer", model || "Countersign")}${element("SerialNo", serial)}</pskc:DeviceInfo>
    <pskc:Key Id="${xml(serial)}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:${kind}">
      ${element("Issuer", issuer)}<pskc:AlgorithmParameters><pskc:Suite>${algorithm.toLowerCase()}</pskc:Suite><pskc:ResponseFormat Length="${digits}" Encoding="DECIMAL"/></pskc:AlgorithmParameters>${element("FriendlyName", account)}
      <pskc:Data><pskc:Secret>${secretOf(seed, sealer)}</pskc:Secret>${moving}</pskc:Data>${username === "" ? "" : element("UserId", distinguishedName(username))}
    </pskc:Key>
  </pskc:KeyPackage>
`;
}

const opening = `<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
`;

/** What of a container belongs to an entry: null at its beginning and at its end. */
export interface Part {
  readonly outgoing: Outgoing | null;
  readonly data: string;
}

/**
 * A container of PSKC 1.0 (RFC 6030).
 *
 * @param sealing null: keys in the clear
 */
export async function* writeContainer(
  entries: AsyncIterable<Outgoing>,
  sealing: Sealing | null,
  passphrase: string,
): AsyncGenerator<Part> {
  const sealer = sealing === null ? null : await Sealer.of(sealing, passphrase);
  yield { outgoing: null, data: sealer === null ? opening : opening + encryption(sealer) };
  for await (const outgoing of entries) yield { outgoing, data: keyPackage(outgoing, sealer) };
  yield { outgoing: null, data: "</pskc:KeyContainer>\n" };
}
