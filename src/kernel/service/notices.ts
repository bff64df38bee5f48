/** 公示与异议: what may be public is in the table; the full name for the village board comes from the case. */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { ageOn, plainDateOf } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { publicName } from '../protect/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type DivisionCode, type Fen, type Id, isPlainDate, type PlainDate } from '../schema/index.ts';
import { actIn, lockCase, stepOf } from './cases.ts';
import { cursorAt, readCursor } from './cursor.ts';

export interface PublicNotice {
  id: Id<'PublicNotice'>;
  caseId: Id<'Case'>;
  kind: 'proposed' | 'granted';
  division: DivisionCode;
  applicantMasked: string;
  memberCount: number;
  amountFen: Fen | null;
  /** The amount is paid once, not every month. */
  once: boolean;
  text: string;
  place: string;
  telephone: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  withdrawnOn: PlainDate | null;
}

const ADULT = 18;

/** Posts a notice, for the public in the name that may be public; one of the same kind that still hangs there for the case is taken down. */
export async function postNotice(
  tx: Tx,
  notice: Omit<PublicNotice, 'id' | 'applicantMasked' | 'withdrawnOn' | 'once'> & { once?: boolean; photoId?: string | null },
): Promise<Id<'PublicNotice'>> {
  const id = newId();
  const applicant = await tx.one<{ name: string; birthDate: PlainDate }>(sql`select c.applicant_name as name, p.birth_date
    from service_case c join person p on p.id = c.applicant_person_id where c.id = ${notice.caseId}`);
  const isMinor = ageOn(applicant.birthDate, notice.postedOn) < ADULT;
  await tx.run(
    sql`update public_notice set withdrawn_on = ${tx.today} where case_id = ${notice.caseId} and kind = ${notice.kind} and withdrawn_on is null`,
  );
  await tx.run(sql`insert into public_notice (id, case_id, kind, division, applicant_masked, member_count, amount_fen, once, text, place, telephone, posted_on, ends_on, photo_id)
    values (${id}, ${notice.caseId}, ${notice.kind}, ${notice.division}, ${publicName({ name: applicant.name, isMinor }, 'internet')}, ${notice.memberCount}, ${notice.amountFen}, ${notice.once ?? false}, ${notice.text}, ${notice.place},
      ${notice.telephone}, ${notice.postedOn}, ${notice.endsOn}, ${notice.photoId ?? null})`);
  return id;
}

const columns = sql`id, case_id, kind, division, applicant_masked, member_count, amount_fen, once, text, place, telephone, posted_on, ends_on, withdrawn_on`;

/** The notice that runs (or ran last) for a case. */
export const noticeOfCase = (tx: Tx, caseId: string): Promise<PublicNotice | null> =>
  tx.maybe<PublicNotice>(
    sql`select ${columns} from public_notice where case_id = ${caseId} order by posted_on desc, id desc limit 1`,
  );

/** Of what was granted nothing is read after its last day. */
export const getNotice = (tx: Tx, id: string): Promise<PublicNotice | null> =>
  tx.maybe<PublicNotice>(sql`select ${columns} from public_notice where id = ${id} and withdrawn_on is null
    and (kind = 'proposed' or ends_on >= ${tx.today}::date)`);

export interface NoticeFilter {
  lo?: string;
  hi?: string;
  /** The last row of the page before; what is no place in the list begins at the first page. */
  after?: { postedOn: string; id: string };
}

/** Notices for everybody while they run, newest first, 20 a page: a name stays public no longer than the law asks. */
export function publicNotices(tx: Tx, filter: NoticeFilter): Promise<PublicNotice[]> {
  const within: Sql = filter.lo && filter.hi ? sql`division >= ${filter.lo} and division < ${filter.hi}` : sql`true`;
  const at = filter.after && readCursor(cursorAt(filter.after.postedOn, filter.after.id), isPlainDate);
  const after: Sql = at ? sql`(posted_on, id) < (${at.key}::date, ${at.id}::uuid)` : sql`true`;
  return tx.rows<PublicNotice>(
    sql`select ${columns} from public_notice where withdrawn_on is null and ends_on >= ${tx.today}::date and ${within} and ${after} order by posted_on desc, id desc limit 20`,
  );
}

export const withdrawNotices = (tx: Tx, caseId: string): Promise<number> =>
  tx.run(sql`update public_notice set withdrawn_on = ${tx.today} where case_id = ${caseId} and withdrawn_on is null`);

export interface Objection {
  id: Id<'Objection'>;
  noticeId: string;
  text: string;
  name: string;
  phone: string;
  receivedAt: string;
  state: 'open' | 'upheld' | 'dismissed';
  result: string | null;
}

const place = (id: string): string => `objection.content:${id}`;

/**
 * Anybody may object while the notice runs (57号第十九条). The case goes to re-survey at once, if its flow allows `object` now; a second
 * objection joins the first.
 */
export function objectTo(
  context: Context,
  given: { noticeId: string; text: string; name: string; phone: string; requestId: string },
): Promise<Result<{ id: string }>> {
  const intake = systemActor('objection-intake', context.city);
  return context.once(intake, { action: 'notice.object', requestId: given.requestId, body: given }, async (tx) => {
    const notice = await getNotice(tx, given.noticeId);
    if (notice?.kind !== 'proposed') return fail('NOT_FOUND');
    const kase = await lockCase(tx, notice.caseId);
    if (!kase.ok) return kase;
    // 锁住办件以后再看一次：撤回的人可能刚把公示撤下
    if (!(await getNotice(tx, notice.id))) return fail('NOT_FOUND');
    if (tx.today > notice.endsOn) return fail('NOTICE_OVER', { ends: notice.endsOn, telephone: notice.telephone });
    const id = newId();
    await tx.run(sql`insert into objection (id, notice_id, case_id, division, content, received_at, received_on)
      values (${id}, ${notice.id}, ${notice.caseId}, ${notice.division}, ${tx.keys.sealJson({ text: given.text, name: given.name, phone: given.phone }, place(id))}, ${tx.now}, ${plainDateOf(tx.now)})`);
    await recordAudit(tx, {
      action: 'notice.objected',
      subject: { kind: 'case', id: notice.caseId },
      caseId: notice.caseId,
      division: notice.division,
    });
    if (stepOf(kase.value).can.object) {
      const moved = await actIn(tx, { caseId: notice.caseId, action: 'object', input: {} });
      if (!moved.ok) return moved;
    }
    return ok({ id });
  });
}

const resultPlace = (id: string): string => `objection.result:${id}`;

export async function objectionsOfCase(tx: Tx, caseId: string): Promise<Objection[]> {
  const rows = await tx.rows<Omit<Objection, 'text' | 'name' | 'phone' | 'result'> & { content: Buffer; result: Buffer | null }>(
    sql`select id, notice_id, content, received_at, state, result from objection where case_id = ${caseId} order by received_at limit 50`,
  );
  return rows.map(({ content, result, ...row }) => ({
    ...row,
    result: result ? tx.keys.open(result, resultPlace(row.id)) : null,
    ...tx.keys.openJson<{ text: string; name: string; phone: string }>(content, place(row.id)),
  }));
}

/** Settles every open objection of a case in the same way. */
export async function settleObjections(tx: Tx, caseId: string, state: 'upheld' | 'dismissed', result: string): Promise<void> {
  const open = await tx.rows<{ id: string }>(
    sql`select id from objection where case_id = ${caseId} and state = 'open' limit 500 for update`,
  );
  for (const { id } of open)
    await tx.run(
      sql`update objection set state = ${state}, result = ${tx.keys.seal(result, resultPlace(id))}, settled_at = ${tx.now} where id = ${id}`,
    );
}
