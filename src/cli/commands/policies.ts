import { type Command } from "@commander-js/extra-typings";
import { defaultPolicy, type Policy, type PolicyKey, policyKeys } from "#shared/model/policy.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { facts } from "../render/table.ts";
import type { Outcome, Run } from "../run.ts";
import { refused } from "../usage.ts";

/** @throws InvalidArgumentError */
function policyKey(given: string): PolicyKey {
  const key = policyKeys.find((name) => name.toLowerCase() === given.toLowerCase());
  if (key === undefined) throw refused(text("usage.oneOf", { choices: policyKeys }));
  return key;
}

const scalar = (given: string): unknown =>
  /^\d+$/u.test(given) ? Number(given) : given === "true" ? true : given === "false" ? false : given;

/** Turns typed text into the setting's form: lists with commas, numbers, true and false. The console checks it. */
function valueOf(key: PolicyKey, given: string): unknown {
  const like = defaultPolicy[key];
  if (Array.isArray(like)) {
    const parts = given.split(",").map((part) => part.trim());
    return parts.map((part) => (typeof like[0] === "number" ? scalar(part) : part));
  }
  return typeof like === "string" ? given : scalar(given);
}

const shown = (value: Policy[PolicyKey]): string => (Array.isArray(value) ? value.join(", ") : String(value)) || "-";

const describe = (policy: Policy, keys: readonly PolicyKey[]): string =>
  facts(
    keys.map((key) => {
      const isDefault = JSON.stringify(policy[key]) === JSON.stringify(defaultPolicy[key]);
      const value = shown(policy[key]);
      const usual = shown(defaultPolicy[key]);
      return [{ named: key }, isDefault ? value : text("cliAdmins.policyWithDefault", { value, usual })];
    }),
  );

async function get({ call }: Context, key: PolicyKey | undefined): Promise<Outcome> {
  const policy = await call("policies.get", {});
  if (key === undefined) return { data: policy, words: describe(policy, policyKeys) };
  return { data: { [key]: policy[key] }, words: describe(policy, [key]) };
}

async function set({ call }: Context, key: PolicyKey, given: string, reason: string | undefined): Promise<Outcome> {
  // The console refuses a value of the wrong form and names the setting.
  const changes = { [key]: valueOf(key, given) } as Partial<Policy>;
  const policy = await call("policies.set", { changes, ...(reason === undefined ? {} : { reason }) });
  return { data: { [key]: policy[key] }, words: describe(policy, [key]) };
}

export function addPolicies(program: Command, run: Run): void {
  const policies = program
    .command("policies")
    .description(help("helpPolicies.about"))
    .addHelpText("after", examples("$ countersign policies get", "$ countersign policies set letterDays 21"));

  policies
    .command("get")
    .description(help("helpPolicies.get"))
    .argument("[setting]", help("help.setting"), policyKey)
    .addHelpText("after", examples("$ countersign policies get", "$ countersign policies get acceptedSteps"))
    .action((key) => run((context) => get(context, key)));

  policies
    .command("set")
    .description(help("helpPolicies.set"))
    .argument("<setting>", help("help.setting"), policyKey)
    .argument("<value>", help("helpPolicies.setValue"))
    .option("--reason <text>", help("help.reason"))
    .addHelpText(
      "after",
      examples(
        "$ countersign policies set letterDays 21 --reason 'The post takes longer in December'",
        "$ countersign policies set algorithms SHA1,SHA256",
      ),
    )
    .action((key, value, { reason }) => run((context) => set(context, key, value, reason)));
}
