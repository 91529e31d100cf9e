import type { Handler, Routes } from "./api/exchange.ts";

/** These variables hold slashes. */
const GREEDY = new Set(["ref", "branch", "path"]);

interface Route {
  readonly method: string;
  /** As in GitHub's OpenAPI description, "/repos/{owner}/{repo}". */
  readonly template: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

export interface Match {
  readonly template: string;
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

export class Router {
  readonly #routes: readonly Route[];

  constructor(routes: Routes) {
    this.#routes = Object.entries(routes).map(([key, handler]) => {
      const [method = "", template = ""] = key.split(" ");
      const pattern = template.replace(/\{(\w+)\}/g, (_, name: string) =>
        GREEDY.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
      );
      return { method, template, pattern: new RegExp(`^${pattern}$`), handler };
    });
  }

  /** @param path still percent-encoded */
  match(method: string, path: string): Match | undefined {
    for (const route of this.#routes) {
      const found = route.method === method ? route.pattern.exec(path) : null;
      if (found === null) continue;
      const params = Object.entries(found.groups ?? {}).map(
        ([name, value]) => [name, decodeURIComponent(value)] as const,
      );
      return {
        template: route.template,
        handler: route.handler,
        params: Object.fromEntries(params),
      };
    }
    return undefined;
  }
}
