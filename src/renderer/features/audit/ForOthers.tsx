import { Button } from "@mantine/core";
import { IconCopy, IconFileExport, IconKey, IconReceipt } from "@tabler/icons-react";
import { useState } from "react";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { AuditReceipt } from "./AuditReceipt.tsx";
import { AuditStreams } from "./AuditStreams.tsx";
import { ExportAudit } from "./ExportAudit.tsx";
import { PublicKey } from "./PublicKey.tsx";

type Open = "export" | "receipt" | "key" | "copies" | null;

/** What lets somebody else check the log: without the console, and without its keys. */
export function ForOthers() {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Button variant="default" leftSection={<IconFileExport size={16} />} onClick={() => setOpen("export")}>
        {say(text("auditFile.export"))}
      </Button>
      <Button variant="default" leftSection={<IconReceipt size={16} />} onClick={() => setOpen("receipt")}>
        {say(text("auditFile.receipt"))}
      </Button>
      <Button variant="default" leftSection={<IconKey size={16} />} onClick={() => setOpen("key")}>
        {say(text("auditFile.savePublicKey"))}
      </Button>
      <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => setOpen("copies")}>
        {say(text("auditStreams.open"))}
      </Button>
      <ExportAudit opened={open === "export"} onClose={close} />
      <AuditReceipt opened={open === "receipt"} onClose={close} />
      <PublicKey opened={open === "key"} onClose={close} />
      <AuditStreams opened={open === "copies"} onClose={close} />
    </>
  );
}
