import { systemCode } from "./errors.ts";

/** Whether there is a process of that id on this machine, whoever runs it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user can't be asked, but is there.
    return systemCode(error) === "EPERM";
  }
}
