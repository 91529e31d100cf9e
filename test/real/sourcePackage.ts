import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { Child, run } from "../launch/child.ts";
import { piece } from "../launch/piece.ts";
import { whileSaying } from "../launch/say.ts";
import { sourceLines, sourceStanzas } from "./aptSources.ts";

const name = "python3.11";
const wanted = "3.11.2-6+deb12u8";
/** What is taken when the wanted one is offered no more: pristine 3.11.2 with later patches. */
const acceptable = /^3\.11\.2-6\+deb12u(\d+)$/;

export interface SourcePackage {
  readonly version: string;
  /** Whether it is the version that the project's claims are about. */
  readonly isWanted: boolean;
  /** The unpacked upstream source. */
  readonly source: string;
  /** `debian/patches`. */
  readonly patches: string;
}

/**
 * CPython 3.11.2 as Debian 12 ships it, by the ordinary apt client with a state of its own: nothing
 * of the system's configuration changes, and root is not needed. Kept between runs.
 * @throws when apt is missing or no acceptable version is offered.
 */
export async function debianSource(): Promise<SourcePackage> {
  const folder = await piece(`real-${name}`, install);
  const version = await readFile(join(folder, "version"), "utf8");
  return {
    version,
    isWanted: version === wanted,
    source: join(folder, "source"),
    patches: join(folder, "debian", "patches"),
  };
}

async function install(folder: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "apt-"));
  try {
    const apt = new ScratchApt(scratch);
    await whileSaying("Reading which source packages Debian offers", () => apt.update());
    const version = best(await apt.versions());
    await whileSaying(`Downloading the source of ${name} ${version} (27 MB)`, () =>
      apt.download(version, scratch),
    );
    await unpack(scratch, folder);
    await writeFile(join(folder, "version"), version);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function best(versions: readonly string[]): string {
  const revision = (version: string) => Number(acceptable.exec(version)?.[1] ?? -1);
  const [newest] = versions
    .filter((version) => acceptable.test(version))
    .sort((a, b) => revision(b) - revision(a));
  const chosen = versions.includes(wanted) ? wanted : newest;
  if (chosen !== undefined) return chosen;
  const offered = versions.length === 0 ? "nothing of that name" : versions.join(", ");
  throw new Error(
    `The package sources of this machine offer ${offered}, and ${name} ${wanted} is needed. ` +
      "Run this on Debian 12, or add its sources to apt.",
  );
}

async function unpack(downloads: string, folder: string): Promise<void> {
  const names = await readdir(downloads);
  const find = (part: string) => {
    const found = names.find((file) => file.includes(part));
    if (found === undefined) throw new Error(`apt brought no ${part} of ${name}.`);
    return join(downloads, found);
  };
  const source = join(folder, "source");
  await mkdir(source);
  // Without --no-same-owner, root would get files of whoever packed the archive.
  const tar = (archive: string, ...more: string[]) =>
    run("tar", ["--extract", "--no-same-owner", "--file", archive, ...more]);
  await tar(find(".orig.tar."), "--directory", source, "--strip-components=1");
  try {
    await tar(find(".debian.tar."), "--directory", folder, "debian/patches");
  } catch (cause) {
    throw new Error("tar can't unpack Debian's patches: install xz-utils and run again.", {
      cause,
    });
  }
}

/** apt-get and apt-cache on lists and caches of their own. */
class ScratchApt {
  readonly #state: string;

  constructor(state: string) {
    this.#state = state;
  }

  async update(): Promise<void> {
    const sources = await this.#writeConfiguration();
    if (sources === 0) {
      throw new Error("This machine has no apt sources; a Debian 12 is needed to get its CPython.");
    }
    // A source without source packages fails; what counts is whether the package is found.
    const update = new Child("apt-get", [...this.#options, "--quiet", "update"]);
    const code = await update.exited;
    if (code !== 0 && (await this.versions()).length === 0) {
      throw new Error(`apt-get update failed:\n${update.lastLines}`);
    }
  }

  async versions(): Promise<readonly string[]> {
    const versions: string[] = [];
    const onLine = (line: string) => {
      const version = /^Version: (.*)$/.exec(line)?.[1];
      if (version !== undefined) versions.push(version);
    };
    const args = [...this.#options, "showsrc", "--only-source", name];
    await new Child("apt-cache", args, { onLine }).exited;
    return versions;
  }

  /** apt checks the archives against the signed index. */
  async download(version: string, folder: string): Promise<void> {
    const args = [...this.#options, "--quiet", "--download-only", "source", `${name}=${version}`];
    await run("apt-get", args, { cwd: folder });
  }

  get #options(): readonly string[] {
    return ["--config-file", join(this.#state, "apt.conf")];
  }

  /** Returns how many of the system's files name sources. */
  async #writeConfiguration(): Promise<number> {
    const at = (path: string) => join(this.#state, path);
    for (const folder of ["sources", "lists/partial", "cache/archives/partial"]) {
      await mkdir(at(folder), { recursive: true });
    }
    const configuration = [
      `Dir::State "${at("")}";`,
      `Dir::State::lists "${at("lists")}";`,
      `Dir::Cache "${at("cache")}";`,
      'Dir::Etc::sourcelist "/dev/null";',
      `Dir::Etc::sourceparts "${at("sources")}";`,
      // As root, apt would hand its work to a user who can't enter our folders.
      'APT::Sandbox::User "root";',
      'Acquire::Languages "none";',
      // The system's hooks would clean the system's cache.
      "#clear APT::Update::Post-Invoke;",
      "#clear APT::Update::Post-Invoke-Success;",
    ];
    await writeFile(at("apt.conf"), configuration.map((line) => `${line}\n`).join(""));

    const parts = "/etc/apt/sources.list.d";
    const names = existsSync(parts) ? await readdir(parts) : [];
    const files = ["/etc/apt/sources.list", ...names.map((file) => join(parts, file))];
    let count = 0;
    for (const [index, file] of files.entries()) {
      const convert = { ".list": sourceLines, ".sources": sourceStanzas }[extname(file)];
      if (convert === undefined || !existsSync(file)) continue;
      const sources = convert(await readFile(file, "utf8"));
      if (sources === "") continue;
      await writeFile(at(`sources/${index}${extname(file)}`), sources);
      count++;
    }
    return count;
  }
}
