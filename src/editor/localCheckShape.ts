import { asInstant, asNumber, asRecord, asString } from "../base/shape.ts";
import { checkOutcomes, type LocalCheck } from "../ticket/localCheck.ts";

const SHA = /^[0-9a-f]{40}$/;

/** A run whose process is gone was stopped, whatever it wrote before. */
export function parseLocalCheck(value: unknown): LocalCheck | undefined {
  const data = asRecord(value);
  const branch = asString(data?.["branch"]) ?? "";
  const [head = "", base = ""] = [asString(data?.["head"]), asString(data?.["base"])];
  const pullRequest = asNumber(data?.["pullRequest"]) ?? 0;
  const count = asNumber(data?.["count"]) ?? -1;
  const at = asInstant(data?.["at"]);
  const pid = asNumber(data?.["pid"]);
  const told = checkOutcomes.find((known) => known === data?.["outcome"]);
  const isWhole = /^\w[\w.]*$/.test(branch) && SHA.test(head) && SHA.test(base);
  const areCounts = Number.isSafeInteger(pullRequest) && Number.isSafeInteger(count);
  if (!isWhole || !areCounts || pullRequest < 1 || count < 0) return undefined;
  if (at === undefined || told === undefined) return undefined;
  const about = { branch, pullRequest, head, base, count, at };
  if (told !== "running") return { ...about, outcome: told };
  return pid !== undefined && isRunning(pid)
    ? { ...about, outcome: "running", pid }
    : { ...about, outcome: "stopped" };
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid < 2) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
