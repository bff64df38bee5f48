/**
 * 区划变更公告 (Order 704 art. 18): what everybody reads of a change from the moment it takes effect. It is told from the change itself and the history of the tree,
 * which are never altered, so no officer has to write it and none can forget it.
 */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { changeTypes, type Divisions, type UnitChange } from '../../../kernel/division/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

interface Row {
  readonly id: string;
  readonly content: UnitChange;
  readonly successions: readonly { from: DivisionCode; to: DivisionCode; weight: number }[];
  readonly approver: string;
  readonly documentNo: string;
  readonly approvedOn: PlainDate;
  readonly tookEffectAt: string;
  readonly title: string | null;
  readonly seat: string | null;
}

interface Unit {
  readonly code: DivisionCode;
  readonly name: string;
}

export interface AnnouncementBrief {
  readonly id: string;
  readonly title: string;
  readonly typeZh: string;
  readonly effectiveOn: PlainDate;
  /** From when everybody could read of it. */
  readonly announcedOn: PlainDate;
  readonly approver: string;
  readonly documentNo: string;
}

export interface Announcement extends AnnouncementBrief {
  readonly approvedOn: PlainDate;
  /** What is gone, as it was called last, and what is there now. */
  readonly ended: readonly Unit[];
  readonly opened: readonly Unit[];
  /** 新旧对照: each former unit with what took it over; `percent` where it passed to several. */
  readonly successors: readonly { readonly from: Unit; readonly to: Unit; readonly percent: string | null }[];
  /** Units that go on as they are, whose line or seat is another. */
  readonly concerns: readonly Unit[];
  readonly seat: string | null;
}

const rowsOf = (tx: Tx, where: Sql, limit: number): Promise<Row[]> =>
  tx.rows<Row>(sql`select c.id, c.content, c.successions, c.approver, c.document_no, c.approved_on, c.took_effect_at, d.title, d.scheme ->> 'seat' as seat
    from division_change c left join division_dossier d on d.change_id = c.id
    where c.took_effect_at is not null and ${where} order by c.effective_on desc, c.id desc limit ${limit}`);

/** 咸安区汀泗桥镇: as it was called on a day, from the county down. */
function nameOn(divisions: Divisions, code: DivisionCode, day: PlainDate): string {
  const unit = divisions.asOf(code, day);
  if (!unit) return divisions.fullName(code);
  const above = unit.parent && unit.level !== 'county' ? nameOn(divisions, unit.parent, day) : '';
  return `${above}${unit.name}`;
}

const briefOf = (row: Row): AnnouncementBrief => ({
  id: row.id,
  title: row.title ?? changeTypes[row.content.type],
  typeZh: changeTypes[row.content.type],
  effectiveOn: row.content.effectiveOn,
  announcedOn: plainDateOf(row.tookEffectAt),
  approver: row.approver,
  documentNo: row.documentNo,
});

function announcementOf(tx: Tx, row: Row): Announcement {
  const { divisions } = tx;
  const { content, successions } = row;
  const [on, before] = [content.effectiveOn, plusDays(content.effectiveOn, -1)];
  const old = (code: DivisionCode): Unit => ({ code, name: nameOn(divisions, code, before) });
  const now = (code: DivisionCode): Unit => ({ code, name: nameOn(divisions, code, on) });
  // 更名不换代码：没有承接，仍要写新旧名称
  const renamed = content.begins
    .filter(({ code }) => content.ends.includes(code))
    .map(({ code }) => ({ from: code, to: code, weight: 1 }));
  return {
    ...briefOf(row),
    approvedOn: row.approvedOn,
    ended: content.ends.map(old),
    opened: content.begins.map(({ code }) => now(code)),
    successors: [...renamed, ...successions].map(({ from, to, weight }) => ({
      from: old(from),
      to: now(to),
      percent: weight < 1 ? `${Math.round(weight * 1_000_000) / 10_000}%` : null,
    })),
    concerns: (content.concerns ?? []).map(now),
    seat: row.seat,
  };
}

const PAGE = 30;
export const AnnouncementCursor = z.string().regex(/^\d{4}-\d{2}-\d{2}\|[0-9a-f-]{36}$/);

/** The newest first. */
export async function announcementList(tx: Tx, cursor?: string): Promise<{ rows: AnnouncementBrief[]; next: string | null }> {
  const [day, id] = cursor?.split('|') ?? [];
  const found = await rowsOf(tx, day && id ? sql`(c.effective_on, c.id) < (${day}::date, ${id}::uuid)` : sql`true`, PAGE + 1);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return {
    rows: rows.map(briefOf),
    next: found.length > PAGE && last ? `${last.content.effectiveOn}|${last.id}` : null,
  };
}

export async function announcementById(tx: Tx, id: string): Promise<Announcement | null> {
  const [row] = await rowsOf(tx, sql`c.id = ${id}`, 1);
  return row ? announcementOf(tx, row) : null;
}

/** Those by which the divisions of one day came to be those of another; without a first day all that led to it. */
export const announcedBetween = async (tx: Tx, after: PlainDate | undefined, until: PlainDate): Promise<Announcement[]> =>
  (
    await rowsOf(tx, sql`c.effective_on <= ${until} and ${after === undefined ? sql`true` : sql`c.effective_on > ${after}`}`, 500)
  ).map((row) => announcementOf(tx, row));
