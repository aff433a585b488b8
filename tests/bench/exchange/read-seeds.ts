// Reads a file of seeds entry by entry, and prints the most memory this process took, in MB.
import { readFileSync } from "node:fs";
import { countSeeds } from "./count-seeds.ts";

await countSeeds(process.argv[2] ?? "");
// Not `maxRSS`: that counts what the process that started this one held at the start, too.
const peak = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
console.log(Number(peak ?? process.resourceUsage().maxRSS) / 1024);
