/** 采购公告和报名: what everybody may read, and who would like to do it. */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import {
  CreditCode,
  choice,
  type DivisionCode,
  type Fen,
  FenAmount,
  Mobile,
  type PlainDate,
  PlainDateText,
  Uuid,
} from '../schema/index.ts';
import { type ProcurementMethod, procurementMethods } from './index.ts';
import { ownPlace } from './setup.ts';

export const NewPurchaseNotice = z.strictObject({
  programmeId: Uuid.meta({ label: '项目' }),
  title: z.string().trim().min(4, '请至少填写4个字').max(80).meta({ label: '标题' }),
  content: z
    .string()
    .trim()
    .min(20, '请写明服务内容、对供应商的要求和评审办法（至少20个字）')
    .max(2000)
    .meta({ label: '服务内容、对供应商的要求、评审办法', widget: 'textarea' }),
  method: choice(procurementMethods).meta({ label: '采购方式', choices: procurementMethods }),
  budget: FenAmount.min(1, '请填写最高限价').meta({ label: '最高限价' }),
  contact: z.string().trim().min(4, '请填写联系人和办公电话').max(60).meta({ label: '联系人和办公电话' }),
  closesOn: PlainDateText.meta({ label: '报名截止日期', widget: 'date' }),
});
export const SignUp = z.strictObject({
  name: z.string().trim().min(2, '请填写单位名称').max(60).meta({ label: '单位名称' }),
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  contact: z.string().trim().min(2, '请填写联系人').max(30).meta({ label: '联系人', protect: true }),
  phone: Mobile.meta({ label: '手机', protect: true }),
});

export async function publishNotice(
  tx: Tx,
  given: z.infer<typeof NewPurchaseNotice>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'INVALID_INPUT' | 'BUDGET_SHORT'>> {
  if (given.closesOn <= tx.today)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'closesOn', message: '截止日期须在今天以后' }]);
  const county = ownPlace(tx);
  const programme = await tx.maybe<{ left: Fen }>(
    sql`select (budget_fen - committed_fen)::bigint as left from purchase_programme where id = ${given.programmeId} and division = ${county}`,
  );
  if (!programme) return fail('NOT_FOUND');
  if (given.budget > programme.left)
    return fail('BUDGET_SHORT', { amount: given.budget / 100, left: programme.left / 100 }, [
      { path: 'budget', message: '最高限价不能超过项目预算余额' },
    ]);
  const id = newId();
  await tx.run(sql`insert into purchase_notice (id, programme_id, division, title, content, method, budget_fen, contact, published_on, closes_on, published_by, published_name)
    values (${id}, ${given.programmeId}, ${county}, ${given.title}, ${given.content}, ${given.method}, ${given.budget}, ${given.contact}, ${tx.today}, ${given.closesOn},
      ${tx.actor.id}, ${tx.actor.name})`);
  await recordAudit(tx, { action: 'purchase-notice.published', subject: { kind: 'purchase-notice', id }, division: county });
  return ok({ id });
}

export const Withdrawal = z.strictObject({
  reason: z.string().trim().min(4, '请至少填写4个字').max(200).meta({ label: '撤回的原因', widget: 'textarea' }),
});
export async function withdrawNotice(
  tx: Tx,
  id: string,
  { reason }: z.infer<typeof Withdrawal>,
): Promise<Result<null, 'NOT_FOUND'>> {
  const done = await tx.run(
    sql`update purchase_notice set withdrawn_on = ${tx.today}, withdrawn_reason = ${reason} where id = ${id} and withdrawn_on is null and division = ${ownPlace(tx)}`,
  );
  if (done === 0) return fail('NOT_FOUND');
  await recordAudit(tx, { action: 'purchase-notice.withdrawn', subject: { kind: 'purchase-notice', id }, detail: { reason } });
  return ok(null);
}

const contactPlace = (id: string): string => `purchase_sign_up.contact:${id}`;

/** By anybody, without signing in; a unit once for each notice. */
export async function signUp(
  tx: Tx,
  noticeId: string,
  given: z.infer<typeof SignUp>,
): Promise<Result<null, 'NOT_FOUND' | 'NOTICE_CLOSED' | 'NOTICE_SIGNED'>> {
  const notice = await tx.maybe<{ division: DivisionCode; closesOn: PlainDate }>(
    sql`select division, closes_on from purchase_notice where id = ${noticeId} and withdrawn_on is null`,
  );
  if (!notice) return fail('NOT_FOUND');
  if (tx.today > notice.closesOn) return fail('NOTICE_CLOSED');
  const id = newId();
  const contact = tx.keys.sealJson({ contact: given.contact, phone: given.phone }, contactPlace(id));
  const added = await tx.run(sql`insert into purchase_sign_up (id, notice_id, division, name, credit_code, contact, signed_at)
    values (${id}, ${noticeId}, ${notice.division}, ${given.name}, ${given.creditCode}, ${contact}, ${tx.now}) on conflict on constraint purchase_sign_up_once do nothing`);
  return added === 0 ? fail('NOTICE_SIGNED') : ok(null);
}

export interface SignedUp {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string;
  readonly contact: string;
  readonly phone: string;
  readonly signedAt: string;
}

/** With whom to talk: whoever buys needs the telephone; reading it is on record. */
export async function signUps(tx: Tx, noticeId: string): Promise<SignedUp[]> {
  const rows = await tx.rows<Omit<SignedUp, 'contact' | 'phone'> & { contact: Buffer }>(
    sql`select id, name, credit_code, contact, signed_at from purchase_sign_up where notice_id = ${noticeId} order by signed_at, id limit 200`,
  );
  if (rows.length > 0)
    await recordAudit(tx, { action: 'purchase-notice.listed-sign-ups', subject: { kind: 'purchase-notice', id: noticeId } });
  return rows.map(({ contact, ...row }) => ({
    ...row,
    ...tx.keys.openJson<{ contact: string; phone: string }>(contact, contactPlace(row.id)),
  }));
}

export interface NoticeRow {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  readonly method: ProcurementMethod;
  readonly budgetFen: Fen;
  readonly contact: string;
  readonly division: DivisionCode;
  readonly publishedOn: PlainDate;
  readonly closesOn: PlainDate;
  readonly withdrawnOn: PlainDate | null;
  readonly programme: string;
  readonly signedUp: number;
  /** Who was awarded, once it is. */
  readonly awardedTo: string | null;
  readonly awardFen: Fen | null;
}

/** The open ones first. */
export const notices = (tx: Tx, limit = 100): Promise<NoticeRow[]> =>
  tx.rows<NoticeRow>(sql`select n.id, n.title, n.content, n.method, n.budget_fen, n.contact, n.division, n.published_on, n.closes_on, n.withdrawn_on, g.name as programme,
      (select count(*)::int from purchase_sign_up s where s.notice_id = n.id) as signed_up, a.name as awarded_to, a.award_fen
    from purchase_notice n join purchase_programme g on g.id = n.programme_id
      left join lateral (select s.name, p.award_fen from purchase_procurement p join service_provider s on s.id = p.provider_id where p.notice_id = n.id order by p.awarded_on limit 1) a on true
    order by (n.withdrawn_on is null and n.closes_on >= ${tx.today}) desc, n.published_on desc, n.id desc limit ${limit}`);
