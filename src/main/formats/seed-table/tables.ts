import type { Format } from "../format.ts";
import { entraCsv } from "./presets/entra.ts";
import { feitianList, yubicoCsv } from "./presets/makers.ts";
import { linotpCsv, netiqCsv, privacyideaCsv } from "./presets/oath-csv.ts";
import { duoCsv, pingidCsv, rapididentityCsv } from "./presets/one-kind.ts";
import {
  autheliaCsv,
  multiotpCsv,
  nextcloudCsv,
  phenixidCsv,
  rcdevsCsv,
  secureauthCsv,
  securenvoyCsv,
} from "./presets/verifiers.ts";
import { anyTable } from "./table-format.ts";

/** Those with names that no other has, then rows that only one program writes, then any table. */
export const seedTables: readonly Format[] = [
  entraCsv,
  nextcloudCsv,
  autheliaCsv,
  securenvoyCsv,
  secureauthCsv,
  rcdevsCsv,
  yubicoCsv,
  phenixidCsv,
  multiotpCsv,
  linotpCsv,
  privacyideaCsv,
  netiqCsv,
  duoCsv,
  pingidCsv,
  rapididentityCsv,
  feitianList,
  anyTable,
];
