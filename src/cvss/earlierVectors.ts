import { metricIds, type Metrics, type MetricId } from "./grammar.ts";

/** The vector of a Python CVE that is public, to compare with. */
export interface EarlierVector {
  readonly cveId: string;
  readonly about: string;
  /** As its record has it. */
  readonly vector: string;
}

/** Vectors that the Python Software Foundation's numbering authority published. */
export const earlierVectors: readonly EarlierVector[] = [
  {
    cveId: "CVE-2024-8088",
    about: "zipfile.Path: endless loop on a crafted archive",
    vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N/S:N/AU:N/R:U/RE:L",
  },
  {
    cveId: "CVE-2026-11940",
    about: "tarfile: a crafted archive escapes the extraction filter",
    vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:H/SI:H/SA:N",
  },
  {
    cveId: "CVE-2024-9287",
    about: "venv: unquoted paths in activation scripts",
    vector: "CVSS:4.0/AV:L/AC:L/AT:P/PR:H/UI:A/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N/U:Green",
  },
  {
    cveId: "CVE-2024-3219",
    about: "socket.socketpair(): the connection is not authenticated (Windows)",
    vector: "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
  },
];

/** The metrics in which two choices differ; what is not defined equals what is absent. */
export function differingMetrics(one: Metrics, other: Metrics): readonly MetricId[] {
  return metricIds.filter((id) => (one[id] ?? "X") !== (other[id] ?? "X"));
}
