import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { systemCode } from "./errors.ts";
import { isRunning } from "./isRunning.ts";
import { asNumber, asRecord, asString } from "./shape.ts";

/** Milliseconds between the holder's signs of life, and after which it counts as gone. */
const BEAT = 2_000;
const GONE_AFTER = 30_000;

/** A holder that is at work never misses so many. */
const SILENT_AFTER = 4 * BEAT;

/** Milliseconds between two looks at a lock that is waited for. */
const LOOK = 15;

export interface FileLock {
  /** Absolute path of the file that says who holds it. */
  readonly path: string;
  /** Milliseconds to wait for the holder; 0 for none. */
  readonly wait: number;
  /**
   * What is thrown when somebody else is at it all that time.
   * @param left milliseconds until a holder counts as gone that gives no sign of life; else undefined.
   */
  readonly busy: (left?: number) => Error;
}

/**
 * Does work that may be done once at a time only, by whichever window or machine. A holder that was
 * killed holds nothing any more.
 */
export async function whileLocked<T>(lock: FileLock, work: () => Promise<T>): Promise<T> {
  const { path } = lock;
  const token = randomBytes(12).toString("hex");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await acquire(lock, JSON.stringify({ token, pid: process.pid, host: hostname() }));
  const beat = setInterval(() => {
    const now = new Date();
    // Without the file somebody else has taken it for dead; the next stage will tell.
    utimes(path, now, now).catch(() => undefined);
  }, BEAT);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await holderOf(path))?.token === token) await rm(path, { force: true });
  }
}

/** Whether the holder was ended in the middle of the work; on another machine that takes a while to tell. */
export async function wasCutShort(path: string): Promise<boolean> {
  return (await holderOf(path))?.isAlive === false;
}

async function acquire({ path, wait, busy }: FileLock, content: string): Promise<void> {
  const until = performance.now() + wait;
  // Once for a lock whose holder is gone, and once more when others see the same at the same time.
  for (let left = 3; left > 0;) {
    try {
      await writeFile(path, content, { flag: "wx", mode: 0o600 });
      return;
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    if (!holder.isAlive) {
      left -= 1;
      await putAside(path, holder.token);
    } else if (performance.now() < until) await pause(LOOK);
    else throw busy(holder.silence > SILENT_AFTER ? GONE_AFTER - holder.silence : undefined);
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
  /** Milliseconds since its last sign of life. */
  readonly silence: number;
}

/** Undefined when there is no lock. One that is just being written counts as alive. */
async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(lock, "utf8"), stat(lock)]);
    const data = asRecord(parsed(text));
    const silence = Date.now() - mtimeMs;
    const isHere = data?.["host"] === hostname();
    const pid = asNumber(data?.["pid"]) ?? 0;
    return {
      token: asString(data?.["token"]),
      isAlive: silence < GONE_AFTER && (!isHere || isRunning(pid)),
      silence,
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
