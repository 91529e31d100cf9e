import type { Repository } from "../model.ts";
import type { Links } from "../render/links.ts";
import type { ApiRequest } from "./exchange.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Record<string, string>;
}

/** GitHub's default and most (docs.github.com, "Using pagination in the REST API"). */
function pageSize(query: URLSearchParams): number {
  const asked = Number(query.get("per_page") ?? 30);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, 100) : 30;
}

/** Links name the repository by its number, so a client must not rebuild them. */
function linkTo(
  links: Links,
  repository: Repository,
  { path, query }: ApiRequest,
  change: Readonly<Record<string, string>>,
): string {
  const rest = path.split("/").slice(4).join("/");
  const changed = new URLSearchParams(query);
  for (const key of ["before", "after", "page"]) changed.delete(key);
  for (const [key, value] of Object.entries(change)) changed.set(key, value);
  return `<${links.api}/repositories/${repository.id}/${rest}?${changed.toString()}>`;
}

/** Paging by number: `page`, with `next` and `last`. */
export function byPage<T>(
  links: Links,
  repository: Repository,
  request: ApiRequest,
  all: readonly T[],
): Page<T> {
  const size = pageSize(request.query);
  const page = Math.max(1, Number(request.query.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (number: number, relation: string): string =>
    `${linkTo(links, repository, request, { page: String(number) })}; rel="${relation}"`;
  const relations = [
    ...(page > 1 ? [to(page - 1, "prev")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
    ...(page > 1 ? [to(1, "first")] : []),
  ];
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: relations.length === 0 ? {} : { link: relations.join(", ") },
  };
}

function cursorOf(id: string): string {
  return Buffer.from(`cursor:v2:${id}`).toString("base64");
}

/** Paging by cursor: `after` and `before`, whose values are opaque and hold "=". */
export function byCursor<T>(
  links: Links,
  repository: Repository,
  request: ApiRequest,
  all: readonly T[],
  idOf: (item: T) => string,
): Page<T> {
  const size = pageSize(request.query);
  const position = (name: string): number | undefined => {
    const cursor = request.query.get(name);
    if (cursor === null) return undefined;
    const found = all.findIndex((item) => cursorOf(idOf(item)) === cursor);
    return found === -1 ? all.length : found;
  };
  const [after, before] = [position("after"), position("before")];
  const start = after === undefined ? Math.max(0, (before ?? 0) - size) : after + 1;
  const items = all.slice(start, before ?? start + size);
  const relations: string[] = [];
  const [first, last] = [items.at(0), items.at(-1)];
  if (last !== undefined && start + items.length < all.length) {
    const target = linkTo(links, repository, request, { after: cursorOf(idOf(last)) });
    relations.push(`${target}; rel="next"`);
  }
  if (first !== undefined && start > 0) {
    const target = linkTo(links, repository, request, { before: cursorOf(idOf(first)) });
    relations.push(`${target}; rel="prev"`);
  }
  return { items, headers: relations.length === 0 ? {} : { link: relations.join(", ") } };
}
