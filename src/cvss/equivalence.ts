/** One of the six equivalence classes that the specification sorts a vector into. */
export interface EquivalenceClass {
  /** "EQ1". */
  readonly id: string;
  /** What it is about. */
  readonly name: string;
  readonly level: "High" | "Medium" | "Low";
  /** What puts the vector on this level. */
  readonly because: string;
}

type Words = readonly [level: EquivalenceClass["level"], because: string];

/** Name and levels, the worst first (specification, tables 24 to 29). */
const CLASSES: readonly (readonly [name: string, levels: readonly Words[]])[] = [
  [
    "Exploitability",
    [
      ["High", "Over the network, without privileges and without user interaction."],
      [
        "Medium",
        "One of network, no privileges or no user interaction holds, but not all three; not physical.",
      ],
      ["Low", "Physical, or else neither network nor free of privileges nor of user interaction."],
    ],
  ],
  [
    "Complexity",
    [
      ["High", "Low attack complexity and no attack requirements."],
      ["Low", "High attack complexity, or attack requirements are present."],
    ],
  ],
  [
    "Vulnerable system",
    [
      ["High", "Confidentiality and integrity of the vulnerable system are both High."],
      ["Medium", "One impact on the vulnerable system is High, but not both of those two."],
      ["Low", "No impact on the vulnerable system is High."],
    ],
  ],
  [
    "Subsequent systems",
    [
      ["High", "Integrity or availability of subsequent systems touches safety."],
      ["Medium", "An impact on subsequent systems is High, none touches safety."],
      ["Low", "No impact on subsequent systems is High."],
    ],
  ],
  [
    "Exploitation",
    [
      ["High", "Attacked, or nothing is said."],
      ["Medium", "Proof-of-concept code is public."],
      ["Low", "Nothing is reported."],
    ],
  ],
  [
    "Security requirements",
    [
      ["High", "A High impact on the vulnerable system meets a High requirement for it."],
      ["Low", "No High impact on the vulnerable system meets a High requirement."],
    ],
  ],
];

/** The classes of a macrovector such as "001200". */
export function equivalenceClasses(macroVector: string): readonly EquivalenceClass[] {
  return CLASSES.flatMap(([name, levels], at) => {
    const words = levels[Number(macroVector[at])];
    return words === undefined
      ? []
      : [{ id: `EQ${at + 1}`, name, level: words[0], because: words[1] }];
  });
}
