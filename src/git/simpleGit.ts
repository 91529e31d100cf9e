/** Loaded with the first command, not when VS Code starts; a bundle of its own. */
export { simpleGit } from "simple-git";
