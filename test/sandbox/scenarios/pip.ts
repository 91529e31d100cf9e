import { DAY_MS } from "../../../src/base/clock.ts";
import type { CommitPlan } from "../commits.ts";
import { filler } from "./text.ts";

const author = { name: "Pip Maintainer", email: "pip@example.org" };

/** The module that pip's tickets change. */
export function unpacking(check: string): string {
  return `"""Unpack archives."""\n\nimport os\n${filler("entry", 0, 4)}\n\ndef unpack_member(target, name):\n${check}    return os.path.join(target, name)\n`;
}

/** A small repository with pip's shape. */
export function pipCommits(now: Date): CommitPlan[] {
  const at = (daysAgo: number): Date => new Date(now.getTime() - daysAgo * DAY_MS);
  return [
    {
      ...{ branch: "main", author, date: at(700), message: "Start\n" },
      files: {
        "NEWS.rst": "Changelog\n=========\n",
        "README.rst": "pip, or rather a repository of its shape.\n",
        "news/.gitignore": "!.gitignore\n",
        "news/template.rst": "{{ top_line }}\n",
        "pyproject.toml": '[project]\nname = "pip"\n\n[tool.towncrier]\ndirectory = "news/"\n',
        "src/pip/__init__.py": '__version__ = "26.4.dev0"\n',
        "src/pip/_internal/utils/unpacking.py": unpacking(""),
        "src/pip/_internal/network/session.py": `"""Talk to indexes."""\n${filler("request", 0, 6)}`,
        "tests/unit/test_utils_unpacking.py": `import os\n${filler("case", 0, 4)}`,
      },
    },
    {
      ...{ branch: "main", author, date: at(20), message: "Limit redirects (#13400)\n" },
      files: { "news/13400.bugfix.rst": "Limit the redirects that are followed.\n" },
    },
  ];
}
