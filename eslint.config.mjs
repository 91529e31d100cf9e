// @ts-check
import eslint from "@eslint/js";
import prettier from "eslint-config-prettier";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The rooms of `src` and what each may import (besides itself). Siblings never import each other,
 * and `src` never imports `test`. A room that may import `vscode` says so.
 *
 * @type {Record<string, { may: string[], vscode?: boolean }>}
 */
const rooms = {
  base: { may: [] },
  cvss: { may: ["base"] },
  ticket: { may: ["base", "cvss"] },
  embargo: { may: ["base", "ticket"] },
  text: { may: ["base", "cvss", "ticket", "embargo"] },
  github: { may: ["base", "cvss", "ticket"] },
  git: { may: ["base"] },
  steps: { may: ["base", "cvss", "ticket", "embargo", "text", "github", "git"] },
  editor: { may: ["base", "ticket"], vscode: true },
  tree: { may: ["base", "ticket", "editor"], vscode: true },
  form: { may: ["base", "cvss", "ticket", "text", "steps", "editor"], vscode: true },
  commands: { may: ["base", "ticket", "steps", "editor"], vscode: true },
};

/** Files in rooms that may import `vscode`, but which themselves stay pure. */
const pure = [
  "src/tree/row.ts",
  "src/tree/*[rR]ows.ts",
  "src/tree/{capabilities,ticketRow,title}.ts",
  "src/form/branchRows.ts",
  "src/form/protocol.ts",
  "src/form/draft.ts",
  "src/form/consistency.ts",
  "src/form/formState.ts",
  "src/form/scores.ts",
  "src/form/vectorPart.ts",
  "src/form/html.ts",
  "src/form/pageState.ts",
  "src/form/review{Protocol,Rows,Shape,Standing,View,Writes}.ts",
  "src/editor/commandTable.ts",
];

const noVscode = { name: "vscode", message: "This room does not know VS Code." };

const roomRules = Object.entries(rooms).map(([room, { may, vscode }]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    "no-restricted-imports": /** @type {const} */ ([
      "error",
      {
        paths: vscode ? [] : [noVscode],
        patterns: [
          {
            regex: `^\\.\\./(?!(${[...may, "$^"].join("|")})/)`,
            message: `src/${room} may import: ${may.join(", ") || "nothing"} (see the room plan in eslint.config.mjs).`,
          },
        ],
      },
    ]),
  },
}));

export default defineConfig(
  { ignores: ["dist/", "out/", "node_modules/", ".vscode-test/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      eqeqeq: "error",
      "no-console": "error",
      "prefer-const": "error",
    },
  },
  ...roomRules,
  {
    files: ["media/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [noVscode],
          patterns: [
            {
              regex:
                "^\\.\\./(?!src/(form/(protocol|draft|consistency|branchRows|formState|scores|vectorPart|reviewProtocol|reviewView)|cvss/[^/]+|base/[^/]+)\\.ts$)",
              message: "media may import what is pure of src/form, src/cvss and src/base.",
            },
          ],
        },
      ],
    },
  },
  {
    files: pure,
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { paths: [noVscode] }] },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/extension.ts"],
    rules: { "max-lines": ["error", 400] },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Progress and results of the tooling go to the terminal.
      "no-console": "off",
      // node:assert's and mocha's promises are awaited where it matters; describe/it return nothing.
      "@typescript-eslint/no-unused-expressions": "error",
    },
  },
  {
    files: ["*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },
  prettier,
);
