import { asRecord, asString } from "../base/shape.ts";
import type { AccessLine } from "../ticket/access.ts";
import { sameLogin } from "../ticket/login.ts";
import {
  accepted,
  fails,
  headerOf,
  otherwise,
  tryOut,
  untried,
  works,
  type CheckAccessPorts,
} from "./accessTry.ts";
import type { ProbeAnswer } from "../github/probe.ts";

const API_VERSION = "2022-11-28";
const HOURLY = 5000;

export interface SignInCheck {
  readonly lines: readonly AccessLine[];
  /** Whether GitHub answered to the token at all; without, nothing else is worth a try. */
  readonly isAccepted: boolean;
}

/** Whom the token belongs to and what it may do, as one answer of GitHub tells. */
export async function checkSignIn(ports: CheckAccessPorts): Promise<SignInCheck> {
  const { gitHub, log, signal } = ports;
  let answer: ProbeAnswer | undefined;
  const person = await tryOut(
    {
      what: "Person",
      assumption: "GitHub tells whose the token is, and it is who is signed in here.",
      otherwise: "Until then nothing of what needs you can be read.",
    },
    log,
    async () => {
      answer = await gitHub.probe.get("/user", "tell who is signed in", {}, signal);
      const login = asString(asRecord(accepted(answer).data)?.["login"]) ?? "";
      return sameLogin(login, gitHub.login)
        ? works(`GitHub answers as @${login}.`)
        : fails(
            `The token belongs to “${login}”, and @${gitHub.login} is signed in here. Sign in again.`,
          );
    },
  );
  const seen = answer;
  const lines = [
    person,
    await tryOut(
      {
        what: "Kind and scopes of the token",
        assumption:
          "A token of VS Code's GitHub account, or a classic one, with the scope “repo” sees the advisories.",
        otherwise: "Sign in with a token that has the scope “repo”.",
      },
      log,
      () => (seen === undefined ? untried("GitHub did not answer.") : scopesOf(seen)),
    ),
    await tryOut(
      {
        what: "Version of the API",
        assumption: `GitHub still speaks the version ${API_VERSION} of its API.`,
        otherwise: "Answers may have another form. Look for a newer version of PSRT Coordinator.",
      },
      log,
      () => {
        const version = seen && headerOf(seen, "x-github-api-version-selected");
        if (version === undefined) return untried("The answer names no version.");
        return version === API_VERSION
          ? works(`It chose ${version}.`)
          : fails(`It chose ${version}.`);
      },
    ),
    await tryOut(
      {
        what: "Rate limit",
        assumption: `A person has ${HOURLY} requests an hour, and lists that have not changed cost none.`,
      },
      log,
      () => {
        const left = seen && headerOf(seen, "x-ratelimit-remaining");
        const limit = seen && headerOf(seen, "x-ratelimit-limit");
        if (left === undefined || limit === undefined) return untried("The answer does not say.");
        const words = `${left} of ${limit} requests are left in this hour.`;
        return Number(limit) >= HOURLY
          ? works(words)
          : otherwise(words, "Tickets can be read less often: set psrt.refreshMinutes higher.");
      },
    ),
    await tryOut(
      {
        what: "Single sign-on",
        assumption:
          "An organisation that asks for single sign-on says so in the header X-GitHub-SSO.",
        otherwise: "Sign in again, and authorise the organisation on the page that opens.",
      },
      log,
      () => {
        const sso = seen && headerOf(seen, "x-github-sso");
        if (seen === undefined) return untried("GitHub did not answer.");
        return sso === undefined
          ? works("No organisation asked for it here.")
          : fails("An organisation keeps its answers back until you sign on.");
      },
    ),
  ];
  return { lines, isAccepted: seen !== undefined && seen.refusal === undefined };
}

function scopesOf(answer: ProbeAnswer): ReturnType<typeof works> {
  const header = headerOf(answer, "x-oauth-scopes");
  if (answer.refusal !== undefined) return untried("GitHub did not accept the token.");
  if (header === undefined) {
    return otherwise(
      "GitHub names no scopes: it is a fine-grained token or an app's.",
      "Such tokens need the permission “Repository security advisories” and work for members of the organisation only. Where advisories are missing below, use a classic token.",
    );
  }
  const scopes = header.split(",").map((scope) => scope.trim());
  const words = `A token of an OAuth app or a classic one with: ${scopes.join(", ") || "no scope"}.`;
  return scopes.includes("repo") ? works(words) : fails(words);
}
