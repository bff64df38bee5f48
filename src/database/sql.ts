/**
 * SQL as SQL: a tagged template that keeps values apart from text, so nothing is ever concatenated into a statement.
 * Fragments nest: sql`select … where ${filter}`. Statements with values are prepared once per connection under a name.
 */
export class Sql {
  readonly text: string;
  readonly values: readonly unknown[];
  constructor(text: string, values: readonly unknown[]) {
    this.text = text;
    this.values = values;
  }
}

export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  let text = strings[0]!;
  const values: unknown[] = [];
  parts.forEach((part, i) => {
    if (part instanceof Sql) {
      text += part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + values.length}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[i + 1]!;
  });
  return new Sql(text, values);
}

/** Joins fragments: `join(filters, sql` and `)`. An empty list gives an empty fragment. */
export function join(parts: readonly Sql[], separator: Sql): Sql {
  return parts.reduce((all, part, i) => (i === 0 ? part : sql`${all}${separator}${part}`), new Sql('', []));
}

export const and = (filters: readonly Sql[]): Sql => (filters.length === 0 ? sql`true` : join(filters, sql` and `));

/** The pattern of a `like` that finds these words anywhere; `%` and `_` of what people type are themselves. */
export const containing = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

/** An identifier that the code chose (a column, a table), never one that a user typed. */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`not an identifier: ${name}`);
  return new Sql(`"${name}"`, []);
}

const snake = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** `(a, b) values ($1, $2)` from an object with camelCase keys; undefined keys are left out. */
export function insertValues(row: Readonly<Record<string, unknown>>): Sql {
  const entries = Object.entries(row).filter(([, value]) => value !== undefined);
  const columns = join(
    entries.map(([key]) => identifier(snake(key))),
    sql`, `,
  );
  const values = join(
    entries.map(([, value]) => sql`${value}`),
    sql`, `,
  );
  return sql`(${columns}) values (${values})`;
}

/** `a = $1, b = $2` from an object with camelCase keys. */
export function setValues(row: Readonly<Record<string, unknown>>): Sql {
  const entries = Object.entries(row).filter(([, value]) => value !== undefined);
  return join(
    entries.map(([key, value]) => sql`${identifier(snake(key))} = ${value}`),
    sql`, `,
  );
}
