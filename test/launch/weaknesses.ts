// `npm run weaknesses -- cwec_v4.15.xml`: makes media/cwe.json from MITRE's own list, which is at
// https://cwe.mitre.org/data/downloads.html (and, unpacked, in the npm package cwe-sdk).
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./folders.ts";

/** MITRE's terms of use ask for these in every copy (https://cwe.mitre.org/about/termsofuse.html). */
const copyright =
  "Copyright © 2006-2024, The MITRE Corporation. CWE, CWSS, CWRAF, and the CWE logo are trademarks of The MITRE Corporation.";
const license =
  'CWE Usage: MITRE hereby grants you a non-exclusive, royalty-free license to use CWE for research, development, and commercial purposes. Any copy you make for such purposes is authorized on the condition that you reproduce MITRE’s copyright designation and this license in any such copy. DISCLAIMERS: ALL DOCUMENTS AND THE INFORMATION CONTAINED IN THE CWE ARE PROVIDED ON AN "AS IS" BASIS AND THE CONTRIBUTOR, THE ORGANIZATION HE/SHE REPRESENTS OR IS SPONSORED BY (IF ANY), THE MITRE CORPORATION, ITS BOARD OF TRUSTEES, OFFICERS, AGENTS, AND EMPLOYEES, DISCLAIM ALL WARRANTIES, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO ANY WARRANTY THAT THE USE OF THE INFORMATION THEREIN WILL NOT INFRINGE ANY RIGHTS OR ANY IMPLIED WARRANTIES OF MERCHANTABILITY OR FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE CONTRIBUTOR, THE ORGANIZATION HE/SHE REPRESENTS OR IS SPONSORED BY (IF ANY), THE MITRE CORPORATION, ITS BOARD OF TRUSTEES, OFFICERS, AGENTS, AND EMPLOYEES BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE INFORMATION OR THE USE OR OTHER DEALINGS IN THE CWE.';

const entities: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" },
};

function plain(text: string): string {
  return text.replace(/&(\w+);/g, (entity, name: string) => entities[name] ?? entity);
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the list's XML file: npm run weaknesses -- FILE");
const xml = await readFile(file, "utf8");
const [, version, date] =
  /<Weakness_Catalog Name="CWE" Version="([\d.]+)" Date="([\d-]+)"/.exec(xml) ?? [];
if (version === undefined || date === undefined) throw new Error(`${file} is no list of CWE.`);

const weaknesses = xml
  .split(/(?=<Weakness ID=")/)
  .slice(1)
  .flatMap((text): [number, string, string][] => {
    const [, id, name, status] =
      /^<Weakness ID="(\d+)" Name="([^"]*)"[^>]* Status="(\w+)"/.exec(text) ?? [];
    const usage = /<Usage>([\w-]+)<\/Usage>/.exec(text)?.[1];
    if (id === undefined || name === undefined || usage === undefined) {
      throw new Error(`A weakness could not be read: ${text.slice(0, 120)}`);
    }
    return status === "Deprecated" ? [] : [[Number(id), plain(name), usage]];
  })
  .sort(([a], [b]) => a - b);

const lines = weaknesses.map((weakness) => JSON.stringify(weakness)).join(",\n");
const head = Object.entries({ version, date, copyright, license })
  .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
  .join("");
await writeFile(join(root, "media", "cwe.json"), `{\n${head}"weaknesses": [\n${lines}\n]\n}\n`);
console.log(`${weaknesses.length} weaknesses of CWE ${version} (${date})`);
