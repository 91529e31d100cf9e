/** Loaded when settings are written, not when VS Code starts; a bundle of its own. */
export { applyEdits, modify, parse } from "jsonc-parser";
