/** The divisions of any day, counted as the law counts them, and what is different on another day. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { Division } from '../../../kernel/division/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { announcedBetween } from './announcements.ts';

const on = (rows: readonly Division[], day: PlainDate): Division[] =>
  rows.filter((row) => (row.validFrom ?? '') <= day && (row.validTo === null || day < row.validTo));

const brief = ({ code, name, level, kind, legal, parent, validFrom, validTo }: Division) => ({
  code,
  name,
  level,
  kind,
  /** 功能区、类似村级不是 */
  legal,
  parent,
  validFrom,
  validTo,
});

/** `against`: what began and what ended between that day and the day asked for. `changes`: by which documents, with what took over from what. */
export async function divisionsOn(tx: Tx, day: PlainDate, against?: PlainDate) {
  const { divisions, city } = tx;
  const own = divisions.history.filter((row) => row.code.startsWith(city.slice(0, 4)));
  const rows = on(own, day);
  const before = against === undefined ? null : on(own, against);
  const count = (level: Division['level'], legal: boolean) =>
    rows.filter((row) => row.level === level && row.legal === legal).length;
  const has = (list: readonly Division[], row: Division) =>
    list.some((other) => other.code === row.code && other.name === row.name);
  return {
    date: day,
    // 功能区、类似村级不算乡镇和村（社区）
    counts: {
      counties: count('county', true),
      townships: count('township', true),
      otherTownships: count('township', false),
      villages: count('village', true),
      otherVillages: count('village', false),
    },
    rows: rows.map(brief),
    began: before ? rows.filter((row) => !has(before, row)).map(brief) : [],
    changes: await announcedBetween(tx, against, day),
    ended: before ? before.filter((row) => !has(rows, row)).map(brief) : [],
  };
}
