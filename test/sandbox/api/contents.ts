import { fullNameOf } from "../model.ts";
import { ApiError, notFound, repositoryOf, type Routes, type Service } from "./exchange.ts";

/** docs.github.com/rest/repos/contents; files in the raw media type only. */
export function contentRoutes(service: Service): Routes {
  const { git } = service.state;
  return {
    "GET /repos/{owner}/{repo}/contents/{path}": async (request) => {
      const repository = repositoryOf(service, request);
      const name = fullNameOf(repository);
      if (!/application\/vnd\.github(?:\.v3)?\.raw/.test(request.accept)) {
        throw new ApiError(415, "The sandbox sends files in the raw media type only.");
      }
      const ref = request.query.get("ref") ?? repository.defaultBranch;
      const commit = await git.commitOf(name, ref);
      if (commit === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
      const entry = `${commit}:${request.params["path"] ?? ""}`;
      const kind = await git.text(name, ["cat-file", "-t", entry]).catch(() => undefined);
      if (kind !== "blob") throw notFound();
      const text = await git.run(git.path(name), ["cat-file", "blob", entry]);
      return { status: 200, text, type: "application/vnd.github.raw+json; charset=utf-8" };
    },
  };
}
