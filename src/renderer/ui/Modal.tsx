// The only file that uses the library's dialog; all others use this one.
import { Button, Group, Modal as Dialog, type ModalProps, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTyping } from "./use-typing.ts";

/** Above every dialog, including the one for fresh codes and approvals. */
const above = 320;

interface DiscardQuestionProps {
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asked before something with unsaved input closes. */
export function DiscardQuestion({ onKeep, onDiscard }: DiscardQuestionProps) {
  return (
    <Dialog
      opened
      onClose={onKeep}
      title="Discard what you typed?"
      size="sm"
      zIndex={above}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        <Text>It is not saved yet.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onKeep} data-autofocus>
            Keep editing
          </Button>
          <Button color="red.9" onClick={onDiscard}>
            Discard
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** A dialog. Escape, its close button and a click outside it ask first if something was typed; "Cancel" does not. */
export function Modal(props: ModalProps) {
  const { opened, onClose, closeOnEscape = true, closeOnClickOutside = true, children, ...rest } = props;
  const typing = useTyping();
  const [asking, setAsking] = useState(false);
  if (asking && !opened) setAsking(false);
  return (
    <>
      <Dialog
        {...rest}
        opened={opened}
        onClose={() => (typing.isTyped() ? setAsking(true) : onClose())}
        closeOnEscape={closeOnEscape && !asking}
        closeOnClickOutside={closeOnClickOutside && !asking}
      >
        <div {...typing.watch} style={{ display: "contents" }}>
          {children}
        </div>
      </Dialog>
      {/* Rendered only while asking: an existing one would react to the same Escape. */}
      {asking && (
        <DiscardQuestion
          onKeep={() => setAsking(false)}
          onDiscard={() => {
            setAsking(false);
            typing.forget();
            onClose();
          }}
        />
      )}
    </>
  );
}
