import { lstat, open, unlink } from "node:fs/promises";
import { systemCode } from "../base/errors.ts";

/** What the steps ask of the files in a checkout's work tree. Paths are absolute. */
export interface CheckoutFiles {
  /** What stands at a path itself, without following a link there; undefined for nothing. */
  kind(path: string): Promise<"file" | "folder" | "link" | "other" | undefined>;
  /**
   * Writes a file that must not exist yet, whole or not at all.
   * @throws the system's error: EEXIST, ENOSPC, EROFS, …
   */
  create(path: string, content: string): Promise<void>;
}

/** The real files. */
export const checkoutFiles: CheckoutFiles = {
  async kind(path) {
    try {
      const stats = await lstat(path);
      if (stats.isSymbolicLink()) return "link";
      if (stats.isDirectory()) return "folder";
      return stats.isFile() ? "file" : "other";
    } catch (error) {
      const code = systemCode(error);
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw error;
    }
  },

  async create(path, content) {
    const file = await open(path, "wx");
    try {
      await file.writeFile(content, "utf8");
      await file.close();
    } catch (error) {
      await file.close().catch(() => undefined);
      await unlink(path);
      throw error;
    }
  },
};
