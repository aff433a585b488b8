import { TagsInput } from "@mantine/core";
import { useState } from "react";
import { say } from "#shared/texts/say.ts";
import { type Text, text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";

/** At most this many can be given. */
const most = 20;

/** For whom a file of keys is encrypted: recipients of backups by their names, others as they are typed. */
export function useEncryption() {
  const [chosen, choose] = useState<string[]>([]);
  const { data } = useProcedure("recipients.list", {}, { enabled: useMay("recipients.list") });
  const known = new Map(data?.rows.map(({ name, recipient }) => [name, recipient]));
  return {
    chosen,
    choose,
    names: [...known.keys()],
    /** For the contract. */
    input: chosen.length === 0 ? {} : { encryptTo: chosen.map((one) => known.get(one) ?? one) },
  };
}

export type Encryption = ReturnType<typeof useEncryption>;

interface EncryptForProps {
  encryption: Encryption;
  /** What was wrong with the last attempt, by field. */
  faults: Readonly<Record<string, Text>> | undefined;
}

export function EncryptFor({ encryption, faults = {} }: EncryptForProps) {
  const { chosen, choose, names } = encryption;
  const fault = faults["encryptTo"];
  return (
    <TagsInput
      label={say(text("systems.encryptFor"))}
      description={say(text("systems.encryptForWhat"))}
      placeholder={chosen.length === 0 ? say(text("systems.encryptForNobody")) : ""}
      data={names}
      value={chosen}
      onChange={choose}
      maxTags={most}
      acceptValueOnBlur
      maw={560}
      comboboxProps={{ portalProps: { target: "#portals" } }}
      error={fault && say(fault)}
    />
  );
}
