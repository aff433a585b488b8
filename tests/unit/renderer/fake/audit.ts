import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AuditStreamId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";

const collector: OutputOf<"audit.addStream"> = {
  id: AuditStreamId.parse("0197a000-0000-7000-8000-00000000aa02"),
  name: "Collector",
  settings: { kind: "file", path: "/var/log/countersign/audit.jsonl" },
  createdAt: Date.UTC(2026, 9, 1),
  sent: 218_878,
  waiting: 0,
  sentAt: Date.UTC(2026, 10, 30),
  problem: null,
};
const auditCopies: OutputOf<"audit.streams">["streams"] = [
  {
    id: AuditStreamId.parse("0197a000-0000-7000-8000-00000000aa01"),
    name: "SIEM",
    settings: { kind: "syslog", host: "log.lindenhof.example", port: 6514, ca: null },
    createdAt: Date.UTC(2026, 9, 1),
    sent: 218_860,
    waiting: 18,
    sentAt: Date.UTC(2026, 10, 30),
    problem: text("auditStreams.refused"),
  },
  collector,
];
const auditCode = "7K3Q-M9XH-0D5T-W2RB-4FJN";
const auditFingerprint = "3F9A-0C41-77D2-E85B-1A6E-904C-D3F0-28B7";

export const auditFiles = { audit: "/home/mara/audit.jsonl", auditKey: "/home/mara/audit-key.pem" };

/** What the audit log gives besides its events. */
export const auditHandlers = {
  "audit.verify": () => ({ valid: true, events: 218_877 }),
  "audit.key": () => ({ publicKey: "-----BEGIN PUBLIC KEY-----", fingerprint: auditFingerprint }),
  "audit.export": ({ to, form }: InputOf<"audit.export">) => ({
    to,
    proof: form === "csv" ? `${to}.proof.json` : null,
    events: 218_878,
    first: 1,
    last: 218_878,
    sha256: "0".repeat(64),
    code: auditCode,
  }),
  "audit.addStream": ({ name, settings }: InputOf<"audit.addStream">) => ({ ...collector, name, settings }),
  "audit.removeStream": () => ({}),
  "audit.streams": () => ({ streams: auditCopies }),
  "audit.sendStreams": () => ({ streams: auditCopies }),
  "audit.receipt": () => ({
    at: Date.UTC(2026, 10, 30),
    last: 218_878,
    code: auditCode,
    fingerprint: auditFingerprint,
  }),
};
