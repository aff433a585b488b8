import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";

export type SetupSecrets = OutputOf<"setup.begin">;
type BeginInput = InputOf<"setup.begin">;

/** What opens the unfinished database again, from the step that asked for it. */
export interface Unlocking {
  password: string;
  passphrase?: string;
}

export const unlockingOf = ({ password, passphrase }: Required<Unlocking>): Unlocking => ({
  password,
  ...(passphrase === "" ? {} : { passphrase }),
});

export interface Organisation {
  name: string;
  issuer: string;
}

export type SetupStep =
  | { at: "organisation" }
  | { at: "owner" }
  | { at: "recovery"; secrets: SetupSecrets; unlocking: Unlocking }
  | { at: "authenticator"; secrets: SetupSecrets; unlocking: Unlocking }
  | { at: "codes"; owner: string; codes: ShownCodes };

export const stepOrder = ["organisation", "owner", "recovery", "authenticator", "codes"] as const;

export function beginInput(organisation: Organisation, owner: string, unlocking: Unlocking): BeginInput {
  const issuer = organisation.issuer.trim();
  return {
    organisation: organisation.name,
    ...(issuer === "" ? {} : { issuer }),
    owner,
    ...unlocking,
  };
}
