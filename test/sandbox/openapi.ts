import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { asList, asRecord, asString, type UnknownRecord } from "../../src/base/shape.ts";

/** Routes that GitHub has but does not describe. */
const UNDESCRIBED = "/security-advisories/{ghsa_id}/comments";

const SCHEMA_ID = "https://api.github.com/schemas/";

/**
 * Where the description is known to lag behind the API: advisories carry two keys more since the
 * comments preview, although their schema allows no others.
 */
const REPAIRS: Readonly<Record<string, (schema: UnknownRecord) => UnknownRecord>> = {
  "repository-advisory": (schema) => ({
    ...schema,
    properties: {
      ...asRecord(schema["properties"]),
      comments: { type: "integer" },
      comments_url: { type: "string", format: "uri" },
    },
  }),
};

/** GitHub's own OpenAPI description of its REST API, as a judge of requests and answers. */
export class ApiDescription {
  static #loaded: Promise<ApiDescription> | undefined;

  readonly #document: UnknownRecord;
  readonly #ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  readonly #asked = new Map<string, ValidateFunction>();
  readonly #taken = new Set<string>();

  private constructor(document: UnknownRecord) {
    this.#document = document;
    addFormats(this.#ajv);
  }

  /** Read once per process: it is large, and what was compiled serves every sandbox. */
  static async load(): Promise<ApiDescription> {
    ApiDescription.#loaded ??= ApiDescription.#read();
    return ApiDescription.#loaded;
  }

  static async #read(): Promise<ApiDescription> {
    const file = createRequire(import.meta.url).resolve(
      "@octokit/openapi/generated/api.github.com.json",
    );
    const document = asRecord(JSON.parse(await readFile(file, "utf8")));
    if (document === undefined) throw new Error(`${file} is not an OpenAPI description.`);
    return new ApiDescription(document);
  }

  /** What is wrong with a request; empty when nothing is. Keys that nobody describes are wrong. */
  request(
    method: string,
    template: string,
    query: URLSearchParams,
    body: unknown,
  ): readonly string[] {
    const operation = this.#operation(method, template);
    if (operation === undefined) return this.#undescribed(method, template);
    const problems = this.#query(operation, query, `${method} ${template}`);
    const schema = jsonSchema(asRecord(operation["requestBody"]));
    if (schema === undefined) return problems;
    if (body === undefined) {
      const needed = asRecord(operation["requestBody"])?.["required"] === true;
      return needed ? [...problems, "body: missing"] : problems;
    }
    return [...problems, ...this.#check(`${method} ${template} body`, closed(schema), body)];
  }

  /** What is wrong with an answer; empty when nothing is. */
  answer(method: string, template: string, status: number, body: unknown): readonly string[] {
    const operation = this.#operation(method, template);
    if (operation === undefined) return this.#undescribed(method, template);
    const described = asRecord(operation["responses"])?.[String(status)];
    const response = this.#resolve(described);
    // Refusals that hold for every route (401, 403, 404, 500…) are not repeated in the description.
    const schema =
      response === undefined && status >= 400
        ? { $ref: "#/components/schemas/basic-error" }
        : jsonSchema(response);
    if (response === undefined && status < 400) return [`status ${status} is not described`];
    if (schema === undefined) return body === undefined ? [] : ["a body where none is described"];
    return this.#check(`${method} ${template} ${status}`, schema, body);
  }

  /** Checks a value against one named schema of the description. */
  schema(name: string, value: unknown): readonly string[] {
    return this.#check(`schema ${name}`, { $ref: `#/components/schemas/${name}` }, value);
  }

  #operation(method: string, template: string): UnknownRecord | undefined {
    const paths = asRecord(this.#document["paths"]);
    return asRecord(asRecord(paths?.[template])?.[method.toLowerCase()]);
  }

  #undescribed(method: string, template: string): readonly string[] {
    return template.includes(UNDESCRIBED) ? [] : [`${method} ${template} is not described`];
  }

  #query(operation: UnknownRecord, query: URLSearchParams, where: string): string[] {
    const known = new Map(
      asList(operation["parameters"]).flatMap((parameter) => {
        const resolved = this.#resolve(parameter);
        const name = asString(resolved?.["name"]);
        return resolved?.["in"] === "query" && name !== undefined
          ? [[name, resolved] as const]
          : [];
      }),
    );
    return [...query].flatMap(([name, text]) => {
      const schema = asRecord(known.get(name)?.["schema"]);
      if (schema === undefined) return [`query ${name}: not described`];
      const number = schema["type"] === "integer" ? Number(text) : text;
      const value = schema["type"] === "boolean" ? text === "true" : number;
      return this.#check(`${where} query ${name}`, schema, value);
    });
  }

  /** Follows a reference of the description, once. */
  #resolve(value: unknown): UnknownRecord | undefined {
    const record = asRecord(value);
    const reference = asString(record?.["$ref"]);
    if (reference === undefined) return record;
    const steps = reference.replace(/^#\//, "").split("/");
    return steps.reduce<UnknownRecord | undefined>(
      (found, step) => asRecord(found?.[step]),
      this.#document,
    );
  }

  #check(key: string, schema: UnknownRecord, value: unknown): readonly string[] {
    let validate = this.#asked.get(key);
    if (validate === undefined) {
      validate = this.#ajv.compile(asRecord(this.#convert(schema)) ?? {});
      this.#asked.set(key, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).map((error) => wording(key, error));
  }

  /**
   * OpenAPI 3.0 to JSON Schema: `nullable` becomes a choice with null, and each schema that is
   * referred to is given to the validator the first time.
   */
  #convert(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((item) => this.#convert(item));
    const record = asRecord(node);
    if (record === undefined) return node;
    const reference = asString(record["$ref"]);
    if (reference !== undefined) return { $ref: this.#known(reference) };
    const converted = Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) =>
        key === "example" || key === "examples" || key === "discriminator" || key === "nullable"
          ? keepProperty(key, value, (inner) => this.#convert(inner))
          : [[key, this.#convert(value)] as const],
      ),
    );
    return record["nullable"] === true ? { anyOf: [{ type: "null" }, converted] } : converted;
  }

  /** The validator's name of a schema; taken up when it is new. */
  #known(reference: string): string {
    const name = reference.replace("#/components/schemas/", "");
    const id = `${SCHEMA_ID}${name}`;
    if (!this.#taken.has(name)) {
      this.#taken.add(name);
      const original = this.#resolve({ $ref: reference }) ?? {};
      const repaired = REPAIRS[name]?.(original) ?? original;
      this.#ajv.addSchema(asRecord(this.#convert(repaired)) ?? {}, id);
    }
    return id;
  }
}

/** A property may be called "example"; then it is a schema and not an annotation. */
function keepProperty(
  key: string,
  value: unknown,
  convert: (value: unknown) => unknown,
): (readonly [string, unknown])[] {
  const record = asRecord(value);
  const isSchema = record !== undefined && ("type" in record || "$ref" in record);
  return isSchema && key !== "discriminator" ? [[key, convert(value)]] : [];
}

function jsonSchema(holder: UnknownRecord | undefined): UnknownRecord | undefined {
  const content = asRecord(holder?.["content"]);
  return asRecord(asRecord(content?.["application/json"])?.["schema"]);
}

/** A request body with only the keys that are described, so that a typo is seen. */
function closed(schema: UnknownRecord): UnknownRecord {
  const open = "properties" in schema && !("additionalProperties" in schema);
  return open ? { ...schema, additionalProperties: false } : schema;
}

function wording(key: string, { instancePath, message, params }: ErrorObject): string {
  return `${key}${instancePath}: ${message ?? "wrong"} ${JSON.stringify(params)}`;
}
