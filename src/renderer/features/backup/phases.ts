const labels: Readonly<Record<string, string>> = {
  snapshot: "Taking a snapshot of the store",
  encrypt: "Encrypting and writing",
  decrypt: "Decrypting the backup",
  check: "Checking the database",
  seeds: "Opening every authenticator's secret",
  audit: "Checking the audit",
  switch: "Putting the restored store in place",
};

/** A phase of backup work in words. */
export const phaseLabel = (phase: string): string => labels[phase] ?? "Working";

/** Only reading and writing the file is counted in bytes. */
export const unitOf = (phase: string): "bytes" | "things" =>
  phase === "encrypt" || phase === "decrypt" ? "bytes" : "things";
