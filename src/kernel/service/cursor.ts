/** Where a page of a list ended: the sort key and the id of its last row. What is no cursor begins at the first page. */
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
