/** 命名台账: what was approved, how its fifteen days stand, and what may be done now. */
import { and, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { formOf, isPlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { clockOf } from './clocks.ts';
import { DepartmentApproval, NameAnnouncing, NameFiling, type Naming, namingColumns } from './namings.ts';
import { approvedBy, categories, keepers, namingKinds } from './terms.ts';

const PAGE = 50;
export const namingLists = { todo: '要备案、公告的', late: '逾期的', all: '全部' } as const;
export type NamingList = keyof typeof namingLists;

const narrowed = (tx: Tx, list: NamingList) =>
  list === 'all'
    ? sql`true`
    : list === 'todo'
      ? sql`(n.filed_on is null or n.announced_on is null)`
      : sql`((n.filed_on is null and n.file_due_on < ${tx.today}::date) or (n.announced_on is null and n.announce_due_on < ${tx.today}::date)
          or n.filed_on > n.file_due_on or n.announced_on > n.announce_due_on)`;

export async function namingList(tx: Tx, { list, cursor }: { list: NamingList; cursor?: string | undefined }) {
  const after = readCursor(cursor, isPlainDate);
  const found = await tx.rows<Naming>(sql`select ${namingColumns} from place_naming n
    where ${and([narrowed(tx, list), after ? sql`(n.approved_on, n.id) < (${after.key}::date, ${after.id}::uuid)` : sql`true`])} order by n.approved_on desc, n.id desc limit ${PAGE + 1}`);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return {
    rows: rows.map((naming) => namingView(tx, naming)),
    next: found.length > PAGE && last ? cursorAt(last.approvedOn, last.id) : null,
    form: formOf(DepartmentApproval),
  };
}

export const namingsOf = async (tx: Tx, placeId: string) =>
  (
    await tx.rows<Naming>(
      sql`select ${namingColumns} from place_naming n where n.place_id = ${placeId} order by n.approved_on desc, n.id desc limit 50`,
    )
  ).map((naming) => namingView(tx, naming));

const namingView = (tx: Tx, naming: Naming) => ({
  id: naming.id,
  placeId: naming.placeId,
  caseId: naming.caseId,
  name: naming.name,
  oldName: naming.oldName,
  kindZh: namingKinds[naming.kind],
  categoryZh: categories[naming.category],
  divisionName: tx.divisions.fullName(naming.division),
  approver: naming.approver,
  approvedByZh: approvedBy[naming.approvedBy],
  documentNo: naming.documentNo,
  approvedOn: naming.approvedOn,
  filing: clockOf(naming.fileDueOn, naming.filedOn, tx.today),
  filedWith: naming.filedWith,
  filingNo: naming.filingNo,
  announcing: clockOf(naming.announceDueOn, naming.announcedOn, tx.today),
  announcement: naming.announcement,
  offers: offersOf(tx, naming),
});

const offersOf = (tx: Tx, naming: Naming): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'file',
      zh: '登记备案',
      causes: '记下向哪里、哪天备的案；过了期限也可以登记，记为逾期备案并报上级。',
      by: keepers,
      when: naming.filedOn === null,
      fields: formOf(NameFiling),
      initial: { filedOn: tx.today },
      to: `/api/place-namings/${naming.id}/filing`,
      fixed: { version: naming.version },
    },
    {
      action: 'announce',
      zh: '公告',
      causes: '按标准格式生成公告，公布在“查地名”里。',
      by: keepers,
      when: naming.announcedOn === null && naming.announceDueOn !== null,
      fields: formOf(NameAnnouncing),
      initial: { announcedOn: tx.today },
      to: `/api/place-namings/${naming.id}/announcement`,
      fixed: { version: naming.version },
    },
  ]);
