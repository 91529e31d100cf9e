import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { HumanError, systemCode } from "../base/errors.ts";
import { asNumber, asRecord, asString } from "../base/shape.ts";

/** Milliseconds between the holder's signs of life, and after which it counts as gone. */
const BEAT = 2_000;
const GONE_AFTER = 30_000;

/**
 * Does work that may be done once at a time only, by whichever window or machine. A holder that was
 * killed holds nothing any more.
 * @param lock absolute path of the file that says who holds it.
 * @throws {HumanError} when somebody else is at it.
 */
export async function whileLocked<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const token = randomBytes(12).toString("hex");
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  await acquire(lock, JSON.stringify({ token, pid: process.pid, host: hostname() }));
  const beat = setInterval(() => {
    const now = new Date();
    // Without the file somebody else has taken it for dead; the next stage will tell.
    utimes(lock, now, now).catch(() => undefined);
  }, BEAT);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await holderOf(lock))?.token === token) await rm(lock, { force: true });
  }
}

async function acquire(lock: string, content: string): Promise<void> {
  // Once for a lock whose holder is gone, and once more when others see the same at the same time.
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      await writeFile(lock, content, { flag: "wx", mode: 0o600 });
      return;
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
    const holder = await holderOf(lock);
    if (holder?.isAlive === true) throw busy();
    await putAside(lock, holder?.token);
  }
  throw busy();
}

/** Takes a dead lock away, and gives it back when it has become somebody's meanwhile. */
async function putAside(lock: string, token: string | undefined): Promise<void> {
  const aside = `${lock}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = await holderOf(aside);
  if (moved?.token === token) await rm(aside, { force: true });
  else await rename(aside, lock);
}

interface Holder {
  readonly token: string | undefined;
  readonly isAlive: boolean;
}

/** Undefined when there is no lock. One that is just being written counts as alive. */
async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(lock, "utf8"), stat(lock)]);
    const data = asRecord(parsed(text));
    const isFresh = Date.now() - mtimeMs < GONE_AFTER;
    const isHere = data?.["host"] === hostname();
    const pid = asNumber(data?.["pid"]) ?? 0;
    return {
      token: asString(data?.["token"]),
      isAlive: isFresh && (!isHere || isRunning(pid)),
    };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user can't be asked, but is there.
    return systemCode(error) === "EPERM";
  }
}

function busy(): HumanError {
  return new HumanError(
    "This landing is being worked on already, in this or another window.",
    "Answer what is asked there, or cancel it there; then try again.",
  );
}
