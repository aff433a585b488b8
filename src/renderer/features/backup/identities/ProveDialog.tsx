import { PasswordInput, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { DialogForm } from "../../../ui/DialogForm.tsx";
import { fieldError } from "../../../ui/ErrorNotice.tsx";
import { ChoiceField } from "../ChoiceField.tsx";
import { FilePicker } from "../FilePicker.tsx";
import { useFileToOpen } from "../use-files.ts";
import { IdentityField } from "./IdentityField.tsx";
import { identityText } from "./identity-text.ts";
import { Modal } from "../../../ui/Modal.tsx";

interface ProveDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Tests whether somebody still has a backup key. */
export function ProveDialog({ opened, onClose }: ProveDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Test this key" size="lg" keepMounted={false}>
      <ProveForm onClose={onClose} />
    </Modal>
  );
}

const ways = ["paper", "file"] as const;
type Way = (typeof ways)[number];
const inWords: Record<Way, string> = { paper: "On paper", file: "In a file" };

interface Typed {
  way: Way;
  identity: string;
  identityFile: string | null;
  passphrase: string;
}

/** Null until everything is given. */
function inputOf({ way, identity, identityFile, passphrase }: Typed): InputOf<"recipients.prove"> | null {
  if (way === "paper") return identity.trim() === "" ? null : { identity: identityText(identity) };
  return identityFile === null || passphrase === "" ? null : { identityFile, passphrase };
}

function ProveForm({ onClose }: { onClose: () => void }) {
  const [way, setWay] = useState<Way>("paper");
  const [identity, setIdentity] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const file = useFileToOpen("identity");
  const prove = useAction("recipients.prove");
  const input = inputOf({ way, identity, identityFile: file.path, passphrase });
  const submit = () => {
    if (input === null) return;
    prove.mutate(input, {
      onSuccess: ({ name }) => {
        notifications.show({
          title: "The key is correct",
          message: `It is the backup key “${name}”. The date was recorded.`,
        });
        onClose();
      },
    });
  };
  return (
    <DialogForm
      submitLabel="Check"
      complete={input !== null}
      busy={prove.isPending}
      error={prove.error}
      marked={["identity", "passphrase"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">Fetch the backup key from where it is kept. Nothing is opened; only the date is recorded.</Text>
      <ChoiceField label="How it is kept" values={ways} inWords={inWords} value={way} onChange={setWay} />
      {way === "paper" ? (
        <IdentityField value={identity} onChange={setIdentity} error={fieldError(prove.error, "identity")} />
      ) : (
        <>
          <FilePicker buttonLabel="Choose the key file" file={file} />
          <PasswordInput
            label="Passphrase of the file"
            autoComplete="off"
            value={passphrase}
            error={fieldError(prove.error, "passphrase")}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        </>
      )}
    </DialogForm>
  );
}
