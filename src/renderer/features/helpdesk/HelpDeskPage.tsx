import { Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { nameOf, type Person } from "../../app/person-picker/person.ts";
import { PersonPicker } from "../../app/person-picker/PersonPicker.tsx";
import { CodeCheck, type Verdict } from "../../app/verification/CodeCheck.tsx";
import { VerdictCard } from "../../app/verification/VerdictCard.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { CheckedList } from "./CheckedList.tsx";
import { type Checked, keepLast } from "./checked.ts";
import classes from "./HelpDeskPage.module.css";

/**
 * The help desk: name, code, result, next. After an accepted code the next name can be typed at once; after a refused
 * code or a test the same person tries again, and Escape moves on to the next.
 */
export function HelpDeskPage() {
  const [person, setPerson] = useState<Person | null>(null);
  const [checked, setChecked] = useState<readonly Checked[]>([]);
  const [shown, setShown] = useState<Checked | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (person) code.current?.focus();
  }, [person]);

  const next = () => {
    setPerson(null);
    setShown(null);
    picker.current?.focus();
  };
  const choose = (chosen: Person | null) => {
    setPerson(chosen);
    setShown(null);
  };
  const onVerdict = (verdict: Verdict, counted: boolean) => {
    if (!person) return;
    const entry = { id: crypto.getRandomValues(new Uint32Array(1)).join(""), at: Date.now(), person, verdict, counted };
    setShown(entry);
    setChecked((list) => keepLast(list, entry));
    if (counted && verdict.result === "accepted") {
      setPerson(null);
      picker.current?.focus();
    } else {
      code.current?.focus();
    }
  };
  // A stray key press does not discard a code that is being typed.
  const onEscape = () => {
    if (code.current?.value) code.current.select();
    else if (person) next();
  };
  const waiting = shown && person && shown.person.id === person.id ? shown.verdict : null;

  return (
    <Stack gap="lg" className={classes.page} onKeyDown={(event) => event.key === "Escape" && onEscape()}>
      <PageHeader title="Check a code" description="Find the person, enter the code they read out, press Enter." />
      <div className={`surface ${classes.desk}`}>
        <PersonPicker person={person} onChoose={choose} inputRef={picker} />
        <CodeCheck
          key={person?.id ?? "nobody"}
          userId={person?.id ?? null}
          verdict={waiting}
          onVerdict={onVerdict}
          inputRef={code}
        />
      </div>
      <div aria-live="assertive">
        {shown && (
          <VerdictCard
            verdict={shown.verdict}
            counted={shown.counted}
            subject={nameOf(shown.person)}
            personId={shown.person.id}
          />
        )}
      </div>
      <CheckedList checked={checked} />
    </Stack>
  );
}
