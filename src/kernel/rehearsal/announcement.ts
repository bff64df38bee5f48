/**
 * 标准调整公告: what changes, from what to what, from which day, by which paper. Issued in the transaction that brings the standards into force, and open to
 * everybody from then on: it names no person.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { longDate } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import {
  ask,
  type Contact,
  type DocumentKind,
  type FileStore,
  type IssuedDocument,
  issueDocument,
  type Letter,
  openDocument,
  type PrintedDocument,
  paragraph,
} from '../document/server.ts';
import { boundsText, type ParameterRow, standardName, standardText } from '../policy/server.ts';
import { fail, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { ProposedRow } from './index.ts';
import { type Draft, valueBefore } from './proposed.ts';

const ANNOUNCEMENT: DocumentKind = { code: 'standard-announcement', word: '标告', title: '民政保障标准调整公告' };

export const announcementLetter = (of: {
  documentNo: string;
  rows: readonly { name: string; place: string; before: string | null; after: string; from: PlainDate }[];
  today: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`根据${of.documentNo}，现将有关标准的调整公告如下：`),
    {
      kind: 'table',
      columns: [
        { title: '项目', share: 26 },
        { title: '适用地区', share: 20 },
        { title: '原标准', share: 17, align: 'right' },
        { title: '新标准', share: 17, align: 'right' },
        { title: '执行日期', share: 20, align: 'center' },
      ],
      rows: of.rows.map((row) => [row.name, row.place, row.before ?? '没有', row.after, longDate(row.from)]),
    },
    paragraph(
      `正在享受的，由民政部门按新标准逐户重新核算，不用重新申请。${of.rows.some((row) => row.from < of.today) ? '执行日期在本公告以前的，已经发放月份的差额随下一次发放一并补发。' : ''}金额减少或者不再符合条件的，听取本人意见以后依法办理。`,
    ),
    ask(of.contact),
  ],
});

/** `before`: the register as it was until now. */
export async function announce(
  tx: Tx,
  draft: Draft,
  of: { rows: readonly ProposedRow[]; before: readonly ParameterRow[] },
): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> {
  const { name, telephone } = tx.office(draft.division);
  const issued = await issueDocument(tx, {
    kind: ANNOUNCEMENT,
    issuer: { division: draft.division, name },
    letter: announcementLetter({
      documentNo: draft.documentNo,
      rows: of.rows.map((row) => {
        const before = valueBefore(of.before, row);
        return {
          name: standardName(row.key),
          place: tx.divisions.fullName(row.division),
          before: before && standardText({ ...row, value: before.value }),
          after: [standardText(row), boundsText(row)].filter(Boolean).join('，'),
          from: row.validFrom,
        };
      }),
      today: tx.today,
      contact: { office: name, telephone },
    }),
    signer: tx.actor.name,
    caseId: null,
    personId: null,
    division: draft.division,
  });
  if (issued.ok) await tx.run(sql`update standard_draft set announcement_id = ${issued.value.id} where id = ${draft.id}`);
  return issued;
}

export interface PublicAnnouncement {
  readonly id: string;
  readonly number: string;
  /** What the draft was called, and the paper that it rests on. */
  readonly about: string;
  readonly documentNo: string;
  readonly division: DivisionCode;
  readonly issuedOn: PlainDate;
}

const everybody = (context: Context) => systemActor('announcements', context.city);
const published = sql`from standard_draft d join issued_document a on a.id = d.announcement_id where a.revoked_on is null`;

/** The newest announcements of the whole city. */
export const publicAnnouncements = (context: Context): Promise<PublicAnnouncement[]> =>
  context.read(everybody(context), (tx) =>
    tx.rows<PublicAnnouncement>(sql`select a.id, a.number, d.title as about, d.document_no, d.division, a.issued_on ${published}
      order by a.issued_on desc, a.id desc limit 30`),
  );

/** The paper, for whoever asks. */
export async function openAnnouncement(
  context: Context,
  place: { store: FileStore; publicUrl: string },
  id: string,
): Promise<Result<PrintedDocument, 'NOT_FOUND'>> {
  const found = await context.read(everybody(context), (tx) => tx.maybe(sql`select 1 ${published} and a.id = ${id}`));
  return found ? openDocument(context, everybody(context), place, id) : fail('NOT_FOUND');
}
