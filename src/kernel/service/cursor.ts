/** Where a page of a list ended: the sort key and the id of its last row. What is no cursor begins at the first page. */
import { z } from 'zod';
import { type Sql, sql } from '../../database/sql.ts';
import { isPlainDate } from '../schema/index.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An instant as lists write it, of a day that the calendar has: PostgreSQL refuses 30 February. */
export const isInstant = (key: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z$/.test(key) && isPlainDate(key.slice(0, 10)) && !Number.isNaN(Date.parse(key));

export interface Cursor {
  readonly key: string;
  readonly id: string;
}

export const cursorAt = (key: string, id: string): string => `${key}~${id}`;

/** `isKey` judges the sort key, so that nothing malformed reaches the database. */
export function readCursor(text: string | null | undefined, isKey: (key: string) => boolean): Cursor | null {
  if (!text) return null;
  const at = text.lastIndexOf('~');
  const cursor = { key: text.slice(0, at), id: text.slice(at + 1) };
  return at > 0 && UUID.test(cursor.id) && isKey(cursor.key) ? cursor : null;
}

/**
 * A page of a list that is ordered by how its records stand now (what waits first), which no key follows: by how many came before. For lists of some thousand;
 * what grows without end goes by key.
 */
export interface Stretch {
  readonly offset: number;
  readonly size: number;
}
export const stretchOf = (cursor: string | undefined, size: number): Stretch => ({
  offset: /^\d{1,6}$/.test(cursor ?? '') ? Number(cursor) : 0,
  size,
});
/** What a list that is searched by words and goes on is asked. */
export const Listing = z.strictObject({ q: z.string().trim().max(60).optional(), cursor: z.string().max(10).optional() });
export type Listing = z.infer<typeof Listing>;
/** How the query ends: one more than the page, to know whether there is another. */
export const within = ({ offset, size }: Stretch): Sql => sql`limit ${size + 1} offset ${offset}`;
export const pageOf = <Row>(found: readonly Row[], { offset, size }: Stretch): { rows: readonly Row[]; next: string | null } => ({
  rows: found.slice(0, size),
  next: found.length > size ? String(offset + size) : null,
});
