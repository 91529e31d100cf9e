/** Loaded with the first request: activation has no use for it. A bundle of its own. */
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";

/** Octokit with GitHub's rate limits and with retries. */
export const ResilientOctokit = Octokit.plugin(throttling, retry);
