import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireTool, type Skipping } from "./tools.ts";

/** An authority of our own, and a certificate of it for 127.0.0.1. */
export interface Certificates {
  /** PEM. */
  ca: string;
  cert: string;
  key: string;
}

/** @param folder where the files are made */
export function makeCertificates(folder: string, context: Skipping): Certificates {
  const openssl = requireTool("openssl", context);
  const run = (...args: string[]) => execFileSync(openssl, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const key = (name: string) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name];
  const common = ["req", "-x509", "-days", "2"];
  run(...common, ...key("ca.key"), "-out", "ca.pem", "-subj", "/CN=Authority of the town");
  const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"];
  const named = ["-subj", "/CN=Server of the town", "-addext", "subjectAltName=IP:127.0.0.1"];
  run(...common, ...key("server.key"), "-out", "server.pem", ...signed, ...named);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { ca: read("ca.pem"), cert: read("server.pem"), key: read("server.key") };
}
