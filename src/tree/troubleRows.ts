import type { Board } from "../ticket/board.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Row } from "./row.ts";

/** A row for each repository that could not be read, with what to do about it. */
export function troubleRows({ readings }: Board): readonly Row[] {
  return readings.flatMap(({ repository, trouble }): Row[] =>
    trouble === undefined
      ? []
      : [
          {
            id: `trouble ${fullName(repository)}`,
            label: fullName(repository),
            description: trouble.message,
            tooltip: `${trouble.message}\n${trouble.next}`,
            icon: "error",
            color: "list.errorForeground",
            command: { id: "psrt.refresh", title: "Read Again" },
            capabilities: [],
            children: [],
          },
        ],
  );
}
