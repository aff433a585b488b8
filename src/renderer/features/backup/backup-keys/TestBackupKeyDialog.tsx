import { PasswordInput, Text } from "@mantine/core";
import { DialogForm } from "../../../form/DialogForm.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { ChoiceField } from "../ChoiceField.tsx";
import { FilePicker } from "../FilePicker.tsx";
import { useFileToOpen } from "../use-files.ts";
import { BackupKeyField } from "./BackupKeyField.tsx";
import { identityText } from "./backup-key-text.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface TestBackupKeyDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Tests whether somebody still has a backup key. */
export function TestBackupKeyDialog({ opened, onClose }: TestBackupKeyDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Test this key" size="lg">
      <ProveForm onClose={onClose} />
    </Modal>
  );
}

const ways = ["paper", "file"] as const;
type Way = (typeof ways)[number];
const inWords: Record<Way, string> = { paper: "On paper", file: "In a file" };

const nothingTyped: { way: Way; identity: string; passphrase: string } = { way: "paper", identity: "", passphrase: "" };

function ProveForm({ onClose }: { onClose: () => void }) {
  const file = useFileToOpen("identity");
  const form = useContractForm({
    procedure: "recipients.prove",
    initial: nothingTyped,
    input: ({ way, identity, passphrase }) => {
      if (way === "paper") return identity.trim() === "" ? null : { identity: identityText(identity) };
      return file.path === null || passphrase === "" ? null : { identityFile: file.path, passphrase };
    },
    confirmation: ({ name }) => ({
      title: "The key is correct",
      message: `It is the backup key “${name}”. The date was recorded.`,
    }),
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Check" onCancel={onClose}>
      <Text size="sm">Fetch the backup key from where it is kept. Nothing is opened; only the date is recorded.</Text>
      <ChoiceField label="How it is kept" values={ways} inWords={inWords} {...form.field("way")} />
      {form.values.way === "paper" ? (
        <BackupKeyField {...form.field("identity")} />
      ) : (
        <>
          <FilePicker buttonLabel="Choose the key file" file={file} />
          <PasswordInput label="Passphrase of the file" autoComplete="off" {...form.field("passphrase")} />
        </>
      )}
    </DialogForm>
  );
}
