import { type Enrolled, enrol, fates } from "./fates.ts";
import { type Person, people } from "./people.ts";
import type { Stage } from "./stage.ts";

const day = 86_400_000;
const minute = 60_000;

/** How long before the present the story begins, in milliseconds. */
export const storyLength = 7 * day;

const pendingCount = 16;
const disabledCount = 6;

type Task = () => Promise<unknown>;

async function add(stage: Stage, person: Person): Promise<void> {
  await stage.call("users.add", { ...person });
}

/** What fills the working days: each person is added, some are enrolled, and their fate follows later. */
function tasksOf(stage: Stage, [first, ...others]: readonly Person[]): Task[] {
  const tasks: Task[] = first ? [() => add(stage, first)] : [];
  for (const [index, person] of others.entries()) {
    tasks.push(() => add(stage, person));
    const fate = fates[index];
    if (fate) {
      let enrolled: Enrolled;
      tasks.push(
        async () => {
          enrolled = await enrol(stage, person);
        },
        () => fate(stage, enrolled, person),
      );
    } else if (index < fates.length + disabledCount) {
      const user = { username: person.username };
      tasks.push(() => stage.call("users.disable", { user }));
    }
  }
  return tasks;
}

/**
 * Somebody guesses codes until the authenticator locks itself, an hour apart once the delays have
 * grown; the days' work goes on meanwhile.
 */
async function besiege(stage: Stage, victim: Enrolled, meanwhile: Task[]): Promise<void> {
  for (;;) {
    const { reason, retryAt } = await stage.check(victim.username, victim.phone.wrongCodeAt(stage.now));
    if (reason === "token_locked") return;
    if (reason !== "throttled") continue;
    for (const task of meanwhile.splice(0, 3)) {
      await stage.work(1);
      await task();
    }
    await stage.workUntil(retryAt ?? stage.now + minute);
  }
}

/**
 * A week at an organisation that is half-way through its enrolment, told through the console's own
 * procedures: 200 people in every state, and the audit history of how they came to be there.
 *
 * @param until the present, UTC milliseconds
 */
export async function tellStory(stage: Stage, until: number): Promise<void> {
  await stage.setUp("Lighthouse Cooperative");
  await stage.work(5);
  const tasks = tasksOf(stage, people);
  const [victim] = people;
  await tasks.shift()?.();
  if (victim) await besiege(stage, await enrol(stage, victim), tasks);
  for (const task of tasks) {
    await stage.work(1);
    await task();
  }
  await stage.returnAt(Math.max(stage.now + minute, until - 10 * minute));
  for (const { username } of people.slice(-pendingCount)) {
    await stage.call("tokens.begin", { user: { username }, label: "Phone" });
  }
  await stage.call("access.signOut", {});
}
