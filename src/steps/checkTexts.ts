export { checksTable, withTable } from "../text/checksTable.ts";
