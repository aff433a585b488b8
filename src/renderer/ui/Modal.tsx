// The one place that takes the library's dialog: everywhere else it is this one.
import { Button, Group, Modal as Dialog, type ModalProps, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTyping } from "./use-typing.ts";

/** Above every dialog, and above what proves an act. */
const above = 320;

interface DiscardQuestionProps {
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asked before something closes that was typed into. */
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

/** A dialog. Escape, its cross and a click beside it ask first when something was typed; "Cancel" does not. */
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
      {/* Only when it is asked: one that is there already would take the same Escape for its own. */}
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
