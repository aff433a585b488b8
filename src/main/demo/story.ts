import type { GroupId, UserId } from "#shared/model/ids.ts";
import { foundDepartments } from "./departments.ts";
import { handOutDevices } from "./devices.ts";
import { type Enrolled, enrol, failureLimit, fates } from "./fates.ts";
import { type Person, people } from "./people.ts";
import { sendFirstLetters, sendLetters } from "./post.ts";
import type { Stage } from "./stage.ts";

const day = 86_400_000;
const minute = 60_000;
const days = 7;

/** How long before now the story begins, in milliseconds. */
export const storyLength = days * day;

const pendingCount = 8;
const disabledCount = 6;
/** In minutes. */
const betweenTasks = 8;

/** On these days, counted from zero. */
const firstLettersOn = 4;
const devicesOn = 5;
/** Numbers in the list of people. */
const firstLettersTo = [50, 51, 52, 53, 55, 56];
const lettersTo = [55, 56, 57, 58, 60, 61, 62, 63];
const devicesTo = [5, 20, 22, 24];
const notes = new Map([
  [5, "Goes out with the rescue crew.\nCarries the key-ring token at sea, where phones get wet."],
  [12, "Mornings only. Ring the kitchen first."],
]);

type Task = () => Promise<unknown>;
type GroupsOf = (index: number) => GroupId[];

/** What is done for one person: added, perhaps enrolled, and then their fate. */
function tasksOf(stage: Stage, person: Person, index: number, groupsOf: GroupsOf): Task[] {
  const add: Task = () =>
    stage.call("users.add", {
      ...person,
      externalId: `LC-${1001 + index}`,
      groups: groupsOf(index),
      notes: notes.get(index) ?? "",
    });
  const fate = fates[index];
  if (fate) {
    let enrolled: Enrolled;
    const begin = async (): Promise<void> => {
      enrolled = await enrol(stage, person);
    };
    return [add, begin, () => fate(stage, enrolled, person)];
  }
  const user = { username: person.username };
  return index < fates.length + disabledCount ? [add, () => stage.call("users.disable", { user })] : [add];
}

const usernamesOf = (indexes: readonly number[]): string[] => indexes.flatMap((index) => people[index]?.username ?? []);

async function idsOf(stage: Stage, indexes: readonly number[]): Promise<UserId[]> {
  const ids: UserId[] = [];
  for (const username of usernamesOf(indexes)) {
    ids.push((await stage.call("users.get", { user: { username } })).id);
  }
  return ids;
}

/** What begins a day, besides the people who come in. */
async function morning(stage: Stage, today: number): Promise<void> {
  if (today === firstLettersOn) await sendFirstLetters(stage, await idsOf(stage, firstLettersTo));
  if (today === devicesOn) await handOutDevices(stage, usernamesOf(devicesTo));
}

/** What is still in progress when the story ends. */
async function present(stage: Stage): Promise<void> {
  await sendLetters(stage, await idsOf(stage, lettersTo));
  for (const { username } of people.slice(-pendingCount)) {
    await stage.call("tokens.begin", { user: { username }, label: "Phone" });
  }
  await stage.call("filters.save", { name: "Still to enrol", filter: { status: "active", enrolment: "none" } });
}

/**
 * A week at an organisation in the middle of its enrolment, told through the console's own procedures: 200 people in
 * every state, and the audit history of how they got there.
 *
 * @param until now, UTC milliseconds
 */
export async function tellStory(stage: Stage, until: number): Promise<void> {
  const begin = stage.now;
  await stage.setUp("Lighthouse Cooperative");
  await stage.setPolicy({ changes: { failureLimit }, reason: "Nobody mistypes so often" });
  const groupsOf = await foundDepartments(stage);
  const tasks = people.flatMap((person, index) => tasksOf(stage, person, index, groupsOf));
  const tasksADay = Math.ceil(tasks.length / days);
  for (let today = 0; today < days; today += 1) {
    if (today > 0) await stage.returnAt(begin + today * day);
    await morning(stage, today);
    for (const task of tasks.slice(today * tasksADay, (today + 1) * tasksADay)) {
      stage.pause(betweenTasks);
      await task();
    }
  }
  await stage.returnAt(until - 10 * minute);
  await present(stage);
  await stage.call("access.signOut", {});
}
