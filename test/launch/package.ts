// `npm run package`: builds the extension, packages it and checks what users would get.
import { stat } from "node:fs/promises";
import { listArchive } from "./archive.ts";
import { vsix } from "./folders.ts";
import { packageProduct } from "./product.ts";
import { say } from "./say.ts";

/** In bytes. */
const packageLimit = 1_000_000;
const hostBundleLimit = 450_000;

const hostBundle = "extension/dist/extension.cjs";

const required = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/package.json",
  "extension/package.nls.json",
  "extension/readme.md",
  "extension/changelog.md",
  "extension/LICENSE.txt",
  "extension/media/icon.png",
  "extension/media/plan.tmLanguage.json",
  "extension/media/public.tmLanguage.json",
  "extension/dist/media/form.js",
  "extension/dist/media/chunk.js",
  "extension/dist/media/panelsBeside.js",
  "extension/dist/media/formStyle.css",
  "extension/dist/media/cwe.json",
  "extension/dist/backportBoard.cjs",
  "extension/dist/checkAccess.cjs",
  "extension/dist/errors.cjs",
  "extension/dist/exportTicket.cjs",
  "extension/dist/gitError.cjs",
  "extension/dist/gitHubError.cjs",
  "extension/dist/heldBack.cjs",
  "extension/dist/jsonEdits.cjs",
  "extension/dist/landing.cjs",
  "extension/dist/gate.cjs",
  "extension/dist/letters.cjs",
  "extension/dist/localChecks.cjs",
  "extension/dist/mimeNode.cjs",
  "extension/dist/octokit.cjs",
  "extension/dist/purgeTicket.cjs",
  "extension/dist/reportActivity.cjs",
  "extension/dist/reportRoster.cjs",
  "extension/dist/reviewRows.cjs",
  "extension/dist/simpleGit.cjs",
  "extension/dist/unlandable.cjs",
  "extension/dist/media/review.js",
  "extension/dist/media/reviewStyle.css",
  hostBundle,
];

/** Allowed beside the required: webview bundles and icons. */
const allowed = /^extension\/(dist\/media\/\w+\.(js|css)|media\/\w+\.(png|svg))$/;

await packageProduct();

const entries = await listArchive(vsix);
const names = entries.map(({ name }) => name);
const { size } = await stat(vsix);
const bundleSize = entries.find(({ name }) => name === hostBundle)?.size ?? 0;

for (const entry of entries) say(`${String(entry.size).padStart(9)}  ${entry.name}`);
say(`${String(size).padStart(9)}  ${vsix}`);

const complaints = [
  ...required.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  ...names
    .filter((name) => !required.includes(name) && !allowed.test(name))
    .map((name) => `${name} does not belong in the package`),
  ...(size < packageLimit ? [] : [`the package must stay under ${String(packageLimit)} bytes`]),
  ...(bundleSize < hostBundleLimit
    ? []
    : [`${hostBundle} must stay under ${String(hostBundleLimit)} bytes`]),
];
for (const complaint of complaints) say(`✘ ${complaint}`);
process.exitCode = complaints.length === 0 ? 0 : 1;
