import { HumanError } from "../base/errors.ts";
import type { Config } from "../git/config.ts";
import type { Identity } from "../git/scratchRepository.ts";

/** Who the member's git configuration says they are. @throws {HumanError} when it does not say. */
export function requireIdentity(config: Config, role: "author" | "committer"): Identity {
  const name = config.get(`${role}.name`) ?? config.get("user.name") ?? "";
  const email = config.get(`${role}.email`) ?? config.get("user.email") ?? "";
  if (name.trim() === "" || email.trim() === "") {
    throw new HumanError(
      "git does not know your name and e-mail address.",
      "Set user.name and user.email with “git config --global”, then try again.",
    );
  }
  return { name, email };
}
