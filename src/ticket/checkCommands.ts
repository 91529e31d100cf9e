import type { Project } from "./project.ts";

/** Programs with their arguments, never a shell's line. "{tests}" stands for the tests, one each. */
export type CommandLine = readonly [program: string, ...args: string[]];

export interface CheckCommands {
  readonly build: readonly CommandLine[];
  readonly test: readonly CommandLine[];
}

const TESTS = "{tests}";

/** @param platform Node's name of it. */
export function defaultCommands({ news }: Project, platform: NodeJS.Platform): CheckCommands {
  if (news === "towncrier") {
    // With the Python at hand: nox skips each one that is not there, and calls that a success.
    const one = ["--error-on-missing-interpreters", "--force-python", "3"] as const;
    return { build: [], test: [["nox", ...one, "--session", "test", "--", TESTS]] };
  }
  if (platform === "win32") {
    return {
      build: [["cmd.exe", "/d", "/c", "PCbuild\\build.bat", "-d"]],
      test: [["cmd.exe", "/d", "/c", "python.bat", "-m", "test", TESTS]],
    };
  }
  return {
    build: [
      ["./configure", "--quiet", "--with-pydebug"],
      ["make", "--quiet", "-j{jobs}"],
    ],
    test: [[platform === "darwin" ? "./python.exe" : "./python", "-m", "test", TESTS]],
  };
}

/** The command as it is run; undefined for one that runs tests where there are none. */
export function expandCommand(
  [program, ...args]: CommandLine,
  tests: readonly string[],
  jobs: number,
): CommandLine | undefined {
  if (args.includes(TESTS) && tests.length === 0) return undefined;
  const filled = args.flatMap((arg) =>
    arg === TESTS ? tests : [arg.replaceAll("{jobs}", String(jobs))],
  );
  return [program, ...filled];
}

/** Whether the tests that belong to a change are named to the commands. */
export function namesTests({ test }: CheckCommands): boolean {
  return test.some((line) => line.includes(TESTS));
}

/** A command to be read: quoted where a shell would need it. */
export function commandWords(command: CommandLine): string {
  return command
    .map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(" ");
}

/**
 * The tests that belong to changed files: those that changed themselves, and those that are named
 * for a changed module. Nothing is guessed beyond that: what http/client.py is tested by
 * (test_httplib) is not found.
 *
 * @param changed paths of the tree, from anybody.
 * @param tree all paths below the tests' folder.
 */
export function testsOf(
  { news }: Project,
  changed: readonly string[],
  tree: readonly string[],
): readonly string[] {
  const there = new Set(tree);
  const found = new Set<string>();
  for (const path of changed) {
    for (const test of news === "blurb" ? pythonTests(path, there) : pipTests(path, there)) {
      found.add(test);
    }
  }
  return [...found].sort();
}

/** Names for "python -m test": "test_json", a file or a folder below Lib/test. */
function pythonTests(path: string, there: ReadonlySet<string>): readonly string[] {
  // Lib/test/test_json/test_decode.py, Lib/test/test_bz2.py
  const own = /^Lib\/test\/(test_\w+)(?:\.py$|\/)/.exec(path)?.[1];
  if (own !== undefined) return isPythonTest(own, there) ? [own] : [];
  if (path.startsWith("Lib/test/")) return [];
  // Lib/http/cookies.py, Modules/_bz2module.c, Objects/bytesobject.c, Python/ceval.c
  const module = /^(?:Lib|Modules|Objects|Python|Parser)\/((?:\w+\/)*\w+)\.(?:py|c|h)$/.exec(path);
  return moduleNames(module?.[1] ?? "")
    .map((name) => `test_${name}`)
    .filter((name) => isPythonTest(name, there));
}

function isPythonTest(name: string, there: ReadonlySet<string>): boolean {
  return (
    /^test_\w+$/.test(name) &&
    (there.has(`Lib/test/${name}.py`) || there.has(`Lib/test/${name}/__init__.py`))
  );
}

/** Paths for pytest. */
function pipTests(path: string, there: ReadonlySet<string>): readonly string[] {
  if (/^tests\/(?:\w+\/)*test_\w+\.py$/.test(path)) return there.has(path) ? [path] : [];
  // src/pip/_internal/network/session.py
  const module = /^src\/pip\/(?:_internal\/)?((?:\w+\/)*\w+)\.py$/.exec(path)?.[1] ?? "";
  return moduleNames(module)
    .map((name) => `tests/unit/test_${name}.py`)
    .filter((test) => there.has(test));
}

/** "http/cookies" as "http", "cookies", "http_cookies" and "httpcookies"; "_bz2module" as "bz2". */
function moduleNames(path: string): readonly string[] {
  const parts = path
    .split("/")
    .filter((part) => part !== "" && part !== "__init__")
    .map((part) => part.replace(/^_+/, "").replace(/(?<=\w)(?:module|object)$/, ""));
  const names = [...parts.slice(0, 1), ...parts.slice(-1), parts.join("_"), parts.join("")];
  return [...new Set(names.filter((name) => name !== ""))];
}
