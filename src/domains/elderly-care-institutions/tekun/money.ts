/** 特困资金账 of a home: what came, what it went for, line by line; what is not for that is kept as it is and told, never refused into the dark. */
import { z } from 'zod';
import { containing, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, type Fen, FenAmount, formOf, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Listing, pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { followLights } from '../money/store.ts';
import { accountants } from '../money/terms.ts';
import { findInstitution, type Institution, lockInstitution } from '../register/store.ts';
import type { TekunMoney, TekunMoneyRow } from './content.ts';
import { mayUse, type Purpose, purposes, type Source, sources } from './money-rules.ts';

const common = {
  source: choice(sources).meta({ label: '哪种钱', choices: sources }),
  on: PlainDateText.meta({ label: '哪天', widget: 'date' }),
  amount: FenAmount.meta({ label: '金额' }),
  voucher: z.string().trim().min(2, '请填写凭证号').max(60).meta({ label: '凭证号' }),
  note: z.string().trim().max(200).default('').meta({ label: '说明', help: '不写老人姓名' }),
};
export const Received = z.strictObject(common);
export const Spent = z.strictObject({ ...common, purpose: choice(purposes).meta({ label: '用在哪里', choices: purposes }) });
export const TakenBack = z.strictObject({
  on: PlainDateText.meta({ label: '哪天', widget: 'date' }),
  voucher: common.voucher,
  reason: z.string().trim().min(4, '请写明原因').max(200).meta({ label: '原因', help: '记错了，或者已经从机构自己的钱里退回来' }),
});

const leftNow = (tx: Tx, id: string): Promise<Record<Source, Fen>> =>
  tx.one(sql`select coalesce(sum(case direction when 'in' then amount_fen else -amount_fen end) filter (where source = 'living'), 0)::bigint as living,
      coalesce(sum(case direction when 'in' then amount_fen else -amount_fen end) filter (where source = 'care'), 0)::bigint as care
    from care_tekun_money where institution_id = ${id}`);

interface Line {
  direction: 'in' | 'out';
  source: Source;
  purpose: Purpose | null;
  amountFen: Fen;
  on: PlainDate;
  voucher: string;
  note: string;
  allowed: boolean;
  corrects: string | null;
}
async function write(tx: Tx, home: Institution, line: Line): Promise<Result<{ id: string }>> {
  const id = newId();
  const added =
    await tx.run(sql`insert into care_tekun_money (id, institution_id, division, on_date, direction, source, purpose, amount_fen, voucher, note, allowed, corrects, entered_at, entered_by, entered_name)
    values (${id}, ${home.id}, ${home.division}, ${line.on}, ${line.direction}, ${line.source}, ${line.purpose}, ${line.amountFen}, ${line.voucher}, ${line.note}, ${line.allowed},
      ${line.corrects}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict (corrects) do nothing`);
  if (added === 0) return fail('TEKUN_MONEY_CORRECTED');
  await recordAudit(tx, {
    action: 'care-tekun-money.entered',
    subject: { kind: 'care-institution', id: home.id },
    division: home.division,
    detail: { direction: line.direction, source: line.source, purpose: line.purpose, allowed: line.allowed },
  });
  const lights = await followLights(tx, home);
  return lights.ok ? ok({ id }) : lights;
}

/** The home, locked, so that two who spend at once see one another. */
async function dated(tx: Tx, id: string, on: PlainDate): Promise<Result<Institution>> {
  const home = await lockInstitution(tx, id);
  if (!home.ok) return home;
  return on > tx.today ? wrong('on', '不能晚于今天') : home;
}
export async function receiveTekun(tx: Tx, id: string, given: z.infer<typeof Received>): Promise<Result<{ id: string }>> {
  const home = await dated(tx, id, given.on);
  if (!home.ok) return home;
  if (given.amount === 0) return wrong('amount', '请填写金额');
  const { amount, ...line } = given;
  return write(tx, home.value, { ...line, direction: 'in', purpose: null, amountFen: amount, allowed: true, corrects: null });
}
export async function spendTekun(tx: Tx, id: string, given: z.infer<typeof Spent>): Promise<Result<{ id: string }>> {
  const home = await dated(tx, id, given.on);
  if (!home.ok) return home;
  if (given.amount === 0) return wrong('amount', '请填写金额');
  const left = (await leftNow(tx, id))[given.source];
  if (given.amount > left) return fail('TEKUN_MONEY_LEFT', { source: sources[given.source], left: yuan(left) });
  const { amount, ...line } = given;
  const allowed = mayUse(given.source, given.purpose);
  return write(tx, home.value, { ...line, direction: 'out', amountFen: amount, allowed, corrects: null });
}

/** A line that was wrong, or money that was put back: another line with the same sum the other way. */
export async function takeBackTekun(tx: Tx, lineId: string, given: z.infer<typeof TakenBack>): Promise<Result<{ id: string }>> {
  const of = await tx.maybe<{
    institutionId: string;
    direction: 'in' | 'out';
    source: Source;
    amountFen: Fen;
    onDate: PlainDate;
    corrects: string | null;
  }>(sql`select institution_id, direction, source, amount_fen, on_date, corrects from care_tekun_money where id = ${lineId}`);
  if (!of || of.corrects !== null) return fail('NOT_FOUND');
  const home = await dated(tx, of.institutionId, given.on);
  if (!home.ok) return home;
  if (given.on < of.onDate) return wrong('on', `不能早于${of.onDate}`);
  if (of.direction === 'in') {
    const left = (await leftNow(tx, of.institutionId))[of.source];
    if (of.amountFen > left) return fail('TEKUN_MONEY_LEFT', { source: sources[of.source], left: yuan(left) });
  }
  return write(tx, home.value, {
    direction: of.direction === 'in' ? 'out' : 'in',
    source: of.source,
    purpose: null,
    amountFen: of.amountFen,
    on: given.on,
    voucher: given.voucher,
    note: given.reason,
    allowed: true,
    corrects: lineId,
  });
}

const PAGE = 50;

/** The account of a home: what is left of each kind, what was spent wrongly, the newest lines first. */
export async function tekunMoney(tx: Tx, id: string, { q, cursor }: Listing): Promise<Result<TekunMoney>> {
  const found = await findInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  const stretch = stretchOf(cursor, PAGE);
  const { rows, next } = pageOf(
    await tx.rows<
      Omit<Line, 'on'> & {
        id: string;
        onDate: PlainDate;
        enteredName: string;
        correctedOn: PlainDate | null;
        correctedWhy: string | null;
      }
    >(
      sql`select m.id, m.on_date, m.direction, m.source, m.purpose, m.amount_fen, m.voucher, m.note, m.allowed, m.corrects, m.entered_name, c.on_date as corrected_on, c.note as corrected_why
        from care_tekun_money m left join care_tekun_money c on c.corrects = m.id
        where m.institution_id = ${id} and ${q ? sql`(m.voucher like ${containing(q)} or m.note like ${containing(q)})` : sql`true`}
        order by m.on_date desc, m.id desc ${within(stretch)}`,
    ),
    stretch,
  );
  const { misused } = await tx.one<{ misused: Fen }>(sql`select care_tekun_misused(${id}::uuid) as misused`);
  const offer = (action: string, zh: string, causes: string, shape: z.ZodObject): Offer[] =>
    offersTo(tx.actor, [
      {
        action,
        zh,
        causes,
        by: accountants,
        to: `/api/institutions/${id}/tekun-money/${action}`,
        fields: formOf(shape),
        initial: { on: tx.today, source: 'living' },
        fixed: { requestId: newId() },
      },
    ]);
  return ok({
    name: home.name,
    division: home.division,
    left: await leftNow(tx, id),
    misusedFen: misused,
    next,
    rows: rows.map(
      (row): TekunMoneyRow => ({
        id: row.id,
        onDate: row.onDate,
        directionZh: row.corrects ? '更正、退回' : row.direction === 'in' ? '收到' : '支出',
        sourceZh: sources[row.source],
        purposeZh: row.purpose ? purposes[row.purpose] : '',
        amountFen: row.direction === 'in' ? row.amountFen : -row.amountFen,
        voucher: row.voucher,
        note: row.note,
        wrong: !row.allowed && row.correctedOn === null,
        corrected: row.correctedOn && { on: row.correctedOn, why: row.correctedWhy! },
        byName: row.enteredName,
        offers: offersTo(tx.actor, [
          {
            action: 'take-back',
            zh: '更正、退回',
            causes: '另记一笔同样多的，原来的留着。',
            by: accountants,
            when: row.corrects === null && row.correctedOn === null,
            to: `/api/care-tekun-money/${row.id}/correction`,
            fields: formOf(TakenBack),
            initial: { on: tx.today },
            fixed: { requestId: newId() },
          },
        ]),
      }),
    ),
    offers: [
      ...offer('receipts', '登记收到的', '救助资金到账当天登记，基本生活和照料护理分开。', Received),
      ...offer('spending', '登记支出', '用在规定以外的照样登记，会亮红灯，退回来以后灯灭。', Spent),
    ],
  });
}
