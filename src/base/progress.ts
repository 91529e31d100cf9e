/** How long work reports itself; VS Code's progress, a terminal and a test all fit. */
export interface Progress {
  /** One short phrase; `fraction` (0 to 1) when it is known. */
  report(message: string, fraction?: number): void;
}

/** Progress nobody watches. */
export const silentProgress: Progress = { report: () => undefined };
