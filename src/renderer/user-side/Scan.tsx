import { Button } from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { QrCode } from "../ui/QrCode.tsx";
import { SecretText } from "../ui/SecretText.tsx";
import { useCountdown } from "../ui/use-countdown.ts";
import { CodeField, type CodeForm } from "./CodeField.tsx";
import { codeLength } from "../ui/code-length.ts";
import { TimeLeft } from "./TimeLeft.tsx";
import classes from "./UserSide.module.css";
import { Words } from "./Words.tsx";

/** Share of the window's smaller side: a phone's camera can read it at arm's length. */
const share = 0.56;

interface ScanProps {
  shown: OutputOf<"inPerson.show">;
  form: CodeForm;
  onStop: () => void;
}

/** The QR code next to three steps, the last of which is entering the code. */
export function Scan({ shown, form, onStop }: ScanProps) {
  const { organisation, name, username, enrolment } = shown;
  const { width, height } = useViewportSize();
  const left = useCountdown(enrolment.expiresAt);
  const [isTyping, setTyping] = useState(false);
  if (left === 0) return <Words title="Time is up">Ask to start the enrolment again.</Words>;
  return (
    <main className={classes.scan}>
      <div className={classes.paper}>
        <QrCode
          text={enrolment.uri}
          label="QR code for the authenticator app"
          size={Math.round(Math.min(width, height) * share)}
        />
      </div>
      <div className={classes.side}>
        <header>
          <p className={classes.organisation}>{organisation}</p>
          <h1 className={classes.heading}>{name || username}</h1>
        </header>
        <ol className={classes.steps}>
          <li>Open the authenticator app on your phone and choose to add an account.</li>
          <li>
            Point the phone's camera at the square.{" "}
            <Button variant="subtle" size="compact-lg" aria-expanded={isTyping} onClick={() => setTyping(!isTyping)}>
              Can't scan?
            </Button>
            {isTyping && (
              <div className={classes.key}>
                <p>Type this key into the app instead:</p>
                <SecretText label="Key for typing by hand" secret={enrolment.secret} numbered />
              </div>
            )}
          </li>
          <li>Type the digits that the app shows now.</li>
        </ol>
        <CodeField form={form} length={codeLength(enrolment.uri)} />
        <footer className={classes.foot}>
          <TimeLeft until={enrolment.expiresAt} left={left} label="Time left" />
          <Button variant="default" size="lg" onClick={onStop}>
            Stop
          </Button>
        </footer>
      </div>
    </main>
  );
}
