import { Button, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useEffect } from "react";
import type { SignInCheck } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { clockOf } from "../../ui/format.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import classes from "./ShownCodes.module.css";

interface ShownCodesProps {
  /** Without codes once their time is over. */
  check: SignInCheck;
  /** The last code's time is over: they are to be forgotten. */
  onOver: () => void;
  onAgain: () => void;
  onClose: () => void;
}

/** Codes while their time lasts, and what became of the sign-in. */
export function ShownCodes({ check, onOver, onAgain, onClose }: ShownCodesProps) {
  const { codes, expects } = check;
  return (
    <Stack gap="md">
      {codes.length > 0 ? <Codes codes={codes} onOver={onOver} /> : <Over onAgain={onAgain} />}
      {expects.length > 0 && (
        <List size="sm" aria-label={say(text("systems.expects"))}>
          {expects.map((what) => (
            <List.Item key={what.key}>{say(what)}</List.Item>
          ))}
        </List>
      )}
      <Outcome check={check} onClose={onClose} />
    </Stack>
  );
}

function Codes({ codes, onOver }: Pick<ShownCodesProps, "onOver"> & { codes: SignInCheck["codes"] }) {
  const end = Math.max(...codes.map(({ until }) => until));
  const left = useCountdown(end);
  const isOver = left === 0;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver, onOver]);
  if (isOver) return null;
  return (
    <ul className={classes.codes} aria-label={say(text("systems.codes"))}>
      {codes.map((one) => (
        <Code key={`${one.from} ${one.counter ?? ""}`} {...one} />
      ))}
    </ul>
  );
}

function Code({ code, counter, from, until }: SignInCheck["codes"][number]) {
  const [before, left] = [useCountdown(from), useCountdown(until)];
  if (left === 0) return null;
  return (
    <li className={classes.row}>
      <span className={classes.code}>{code}</span>
      <Text size="sm" c="dimmed" className="numbers">
        {counter !== null && `${say(text("systems.codeCounter", { counter }))} · `}
        {before > 0
          ? say(text("systems.codeIn", { time: clockOf(before) }))
          : say(text("systems.codeFor", { time: clockOf(left) }))}
      </Text>
    </li>
  );
}

function Over({ onAgain }: Pick<ShownCodesProps, "onAgain">) {
  return (
    <Group justify="space-between" role="status">
      <Text>{say(text("systems.codesOver"))}</Text>
      <Button variant="default" onClick={onAgain}>
        {say(text("systems.showAgain"))}
      </Button>
    </Group>
  );
}

interface Values {
  note: string;
  result: "accepted" | "refused" | null;
}

const nothing: Values = { note: "", result: null };

function Outcome({ check: { target, tokenId, since }, onClose }: Pick<ShownCodesProps, "check" | "onClose">) {
  const form = useContractForm({
    procedure: "targets.prove",
    initial: nothing,
    input: ({ note, result }: Values) =>
      result === null ? null : { id: target.id, tokenId, since, result, ...(note.trim() === "" ? {} : { note }) },
    onDone: onClose,
  });
  return (
    <form {...form.element}>
      <Stack gap="md">
        <TextInput
          label={say(text("systems.note"))}
          description={say(text("systems.noteWhat", { name: target.name }))}
          autoComplete="off"
          maxLength={200}
          {...form.field("note")}
        />
        <FormNotice form={form} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" loading={form.busy} onClick={() => form.submit({ result: "refused" })}>
            {say(text("systems.wasRefused"))}
          </Button>
          <Button loading={form.busy} onClick={() => form.submit({ result: "accepted" })}>
            {say(text("systems.wasAccepted"))}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
