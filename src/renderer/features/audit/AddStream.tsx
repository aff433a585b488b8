import { Button, Checkbox, Group, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { type ContractForm, useContractForm } from "../../form/use-contract-form.ts";
import { useAction } from "../../ipc/hooks.ts";

type Kind = "file" | "syslog";

interface Values {
  name: string;
  kind: Kind;
  path: string;
  host: string;
  port: number;
  ca: string;
  whole: boolean;
}

/** Syslog over TLS (RFC 5425 4.1). */
const usualPort = 6514;

const nothing: Values = { name: "", kind: "file", path: "", host: "", port: usualPort, ca: "", whole: false };

const settingsOf = ({ kind, path, host, port, ca }: Values) =>
  kind === "file" ? ({ kind, path } as const) : ({ kind, host, port, ca: ca.trim() === "" ? null : ca } as const);

const kinds = [
  { value: "file", label: say(text("auditStreams.kindFile")) },
  { value: "syslog", label: say(text("auditStreams.kindSyslog")) },
] as const;

type Form = ContractForm<"audit.addStream", Values>;

/** Another place to which events are copied; it is tried before it is kept. */
export function AddStream({ onEnd }: { onEnd: () => void }) {
  const form = useContractForm({
    procedure: "audit.addStream",
    initial: nothing,
    input: (values: Values) => ({ name: values.name, whole: values.whole, settings: settingsOf(values) }),
    ready: ({ name, kind, path, host }) => name.trim() !== "" && (kind === "file" ? path : host.trim()) !== "",
    fieldOf: (path) => path.replace(/^settings\./u, ""),
    confirmation: (_output, { name }) => say(text("auditStreams.added", { name })),
    onDone: onEnd,
  });
  return (
    <DialogForm form={form} submitLabel={say(text("auditStreams.add"))} onCancel={onEnd}>
      <TextInput
        label={say(text("auditStreams.name"))}
        description={say(text("auditStreams.nameWhat"))}
        required
        data-autofocus
        autoComplete="off"
        maxLength={60}
        {...form.field("name")}
      />
      <Select
        label={say(text("auditStreams.kind"))}
        data={kinds}
        value={form.values.kind}
        onChange={(kind) => form.set({ kind: kind === "syslog" ? "syslog" : "file" })}
      />
      {form.values.kind === "file" ? <FileField form={form} /> : <ServerFields form={form} />}
      <Checkbox label={say(text("auditStreams.whole"))} {...form.checkbox("whole")} />
    </DialogForm>
  );
}

function FileField({ form }: { form: Form }) {
  const choose = useAction("files.chooseToSave");
  const ask = () =>
    choose.mutate(
      { purpose: "audit", suggestedName: "audit.jsonl" },
      { onSuccess: ({ file }) => file !== null && form.set({ path: file }) },
    );
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        className="grows"
        label={say(text("auditStreams.path"))}
        description={say(text("auditStreams.pathWhat"))}
        required
        readOnly
        {...form.field("path")}
      />
      <Button variant="default" loading={choose.isPending} onClick={ask}>
        {say(text("auditStreams.choose"))}
      </Button>
    </Group>
  );
}

function ServerFields({ form }: { form: Form }) {
  const { error } = form.field("port");
  return (
    <>
      <Group align="flex-start" gap="sm">
        <TextInput
          className="grows"
          label={say(text("auditStreams.host"))}
          description={say(text("auditStreams.hostWhat"))}
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          {...form.field("host")}
        />
        <NumberInput
          w={110}
          label={say(text("auditStreams.port"))}
          description={"\u00A0"}
          min={1}
          max={65_535}
          value={form.values.port}
          error={error}
          onChange={(port) => form.set({ port: Number(port) })}
        />
      </Group>
      <Textarea
        label={say(text("auditStreams.ca"))}
        description={say(text("auditStreams.caWhat"))}
        autosize
        minRows={2}
        maxRows={5}
        spellCheck={false}
        {...form.field("ca")}
      />
    </>
  );
}
