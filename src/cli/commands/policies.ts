import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { defaultPolicy, type Policy, type PolicyKey, policyKeys } from "#shared/model/policy.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { facts } from "../render/table.ts";
import type { Outcome, Run } from "../run.ts";

/** @throws InvalidArgumentError */
function policyKey(text: string): PolicyKey {
  const key = policyKeys.find((name) => name.toLowerCase() === text.toLowerCase());
  if (key === undefined) throw new InvalidArgumentError(`It must be one of ${policyKeys.join(", ")}.`);
  return key;
}

const scalar = (text: string): unknown =>
  /^\d+$/u.test(text) ? Number(text) : text === "true" ? true : text === "false" ? false : text;

/** Turns typed text into the setting's form: lists with commas, numbers, true and false. The console checks it. */
function valueOf(key: PolicyKey, text: string): unknown {
  const like = defaultPolicy[key];
  if (Array.isArray(like)) {
    const parts = text.split(",").map((part) => part.trim());
    return parts.map((part) => (typeof like[0] === "number" ? scalar(part) : part));
  }
  return typeof like === "string" ? text : scalar(text);
}

const shown = (value: Policy[PolicyKey]): string => (Array.isArray(value) ? value.join(", ") : String(value)) || "-";

const describe = (policy: Policy, keys: readonly PolicyKey[]): string =>
  facts(
    keys.map((key) => {
      const isDefault = JSON.stringify(policy[key]) === JSON.stringify(defaultPolicy[key]);
      return [key, isDefault ? shown(policy[key]) : `${shown(policy[key])} (default ${shown(defaultPolicy[key])})`];
    }),
  );

async function get({ call }: Context, key: PolicyKey | undefined): Promise<Outcome> {
  const policy = await call("policies.get", {});
  if (key === undefined) return { data: policy, text: describe(policy, policyKeys) };
  return { data: { [key]: policy[key] }, text: describe(policy, [key]) };
}

async function set({ call }: Context, key: PolicyKey, text: string, reason: string | undefined): Promise<Outcome> {
  // The console refuses a value of the wrong form and names the setting.
  const changes = { [key]: valueOf(key, text) } as Partial<Policy>;
  const policy = await call("policies.set", { changes, ...(reason === undefined ? {} : { reason }) });
  return { data: { [key]: policy[key] }, text: describe(policy, [key]) };
}

export function addPolicies(program: Command, run: Run): void {
  const policies = program
    .command("policies")
    .description("What is allowed and what is the default")
    .addHelpText("after", examples("$ countersign policies get", "$ countersign policies set letterDays 21"));

  policies
    .command("get")
    .description("Show one setting or all of them")
    .argument("[setting]", "for example letterDays", policyKey)
    .addHelpText("after", examples("$ countersign policies get", "$ countersign policies get acceptedSteps"))
    .action((key) => run((context) => get(context, key)));

  policies
    .command("set")
    .description("Change a setting; lists are separated by commas")
    .argument("<setting>", "for example letterDays", policyKey)
    .argument("<value>", "the new value")
    .option("--reason <text>", "for the audit log")
    .addHelpText(
      "after",
      examples(
        "$ countersign policies set letterDays 21 --reason 'The post takes longer in December'",
        "$ countersign policies set algorithms SHA1,SHA256",
      ),
    )
    .action((key, value, { reason }) => run((context) => set(context, key, value, reason)));
}
