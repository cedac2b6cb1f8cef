/**
 * @file What the JSON schema of nbformat 4.5 demands of a notebook of code cells, written out by hand: required
 * fields, no others where the schema closes the object, types, and the pattern of ids. Unique ids are the format's
 * own rule on top.
 *
 * Source: jupyter/nbformat, nbformat/v4/nbformat.v4.5.schema.json.
 */

/** One line for each thing that the schema would refuse. */
export function nbformatProblems(notebook: unknown): string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, what: string): void => void (holds || problems.push(what));
  const fields = (value: unknown, required: string[], where: string, closed = true): Record<string, unknown> => {
    demand(isObject(value), `${where} is no object`);
    if (!isObject(value)) return {};
    for (const name of required) demand(Object.hasOwn(value, name), `${where} lacks ${name}`);
    if (closed) for (const name of Object.keys(value)) demand(required.includes(name), `${where} may not have ${name}`);
    return value;
  };
  const multiline = (value: unknown, where: string): void =>
    demand(
      typeof value === "string" || (Array.isArray(value) && value.every((part) => typeof part === "string")),
      `${where} is no multiline string`,
    );

  const { metadata, nbformat, nbformat_minor, cells } = fields(
    notebook,
    ["metadata", "nbformat_minor", "nbformat", "cells"],
    "notebook",
  );
  const { kernelspec, language_info } = fields(metadata, [], "metadata", false);
  const kernel = fields(kernelspec, ["name", "display_name"], "kernelspec", false);
  for (const name of ["name", "display_name"])
    demand(typeof kernel[name] === "string", `kernelspec.${name} is no string`);
  const language = fields(language_info, ["name"], "language_info", false);
  for (const name of ["name", "file_extension", "mimetype", "pygments_lexer"])
    demand(typeof language[name] === "string", `language_info.${name} is no string`);
  demand(nbformat === 4, "nbformat is not 4");
  demand(Number.isInteger(nbformat_minor) && (nbformat_minor as number) >= 5, "nbformat_minor is below 5");
  demand(Array.isArray(cells), "cells is no list");

  const ids = new Set<unknown>();
  for (const [i, value] of (Array.isArray(cells) ? cells : []).entries()) {
    const where = `cells[${i}]`;
    const cell = fields(value, ["id", "cell_type", "metadata", "source", "outputs", "execution_count"], where);
    demand(typeof cell.id === "string" && /^[a-zA-Z0-9-_]{1,64}$/.test(cell.id), `${where}.id does not match`);
    demand(!ids.has(cell.id), `${where}.id is not unique`);
    ids.add(cell.id);
    demand(cell.cell_type === "code", `${where}.cell_type is not code`);
    demand(isObject(cell.metadata), `${where}.metadata is no object`);
    multiline(cell.source, `${where}.source`);
    demand(
      cell.execution_count === null ||
        (Number.isInteger(cell.execution_count) && (cell.execution_count as number) >= 0),
      `${where}.execution_count is no count`,
    );
    demand(Array.isArray(cell.outputs), `${where}.outputs is no list`);
    for (const [j, output] of (Array.isArray(cell.outputs) ? cell.outputs : []).entries()) {
      const at = `${where}.outputs[${j}]`;
      const type = isObject(output) ? output.output_type : undefined;
      if (type === "display_data") {
        const { data, metadata: about } = fields(output, ["output_type", "data", "metadata"], at);
        demand(isObject(about), `${at}.metadata is no object`);
        demand(isObject(data), `${at}.data is no object`);
        for (const [mime, content] of Object.entries(isObject(data) ? data : {}))
          multiline(content, `${at}.data["${mime}"]`);
      } else if (type === "error") {
        const { ename, evalue, traceback } = fields(output, ["output_type", "ename", "evalue", "traceback"], at);
        demand(typeof ename === "string" && typeof evalue === "string", `${at} has no name or message`);
        demand(
          Array.isArray(traceback) && traceback.every((line) => typeof line === "string"),
          `${at}.traceback is no list of strings`,
        );
      } else demand(false, `${at}.output_type is unknown`);
    }
  }
  return problems;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
