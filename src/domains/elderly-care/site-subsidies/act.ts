/** 设施补贴: asked for by the township, counted and checked by the county, on notice, approved by another hand, paid; one programme for one purpose of one site. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  choice,
  type DivisionCode,
  type Fen,
  FenAmount,
  type PlainDate,
  PlainDateText,
  Uuid,
} from '../../../kernel/schema/index.ts';
import { siteLimits } from '../facilities/parameters.ts';
import { mustGo } from '../facilities/rules.ts';
import { lockSite, type Site, twiceOf } from '../facilities/store.ts';
import { type SiteGrade, siteKinds, siteStates } from '../facilities/terms.ts';
import { computeBuilding, computeRunning, type SiteBasis } from './compute.ts';
import { subsidyLimits } from './parameters.ts';
import { drawers, yearSpan } from './rules.ts';
import { acceptedStates, type Purpose, purposes, type SubsidyState, subsidyStates } from './terms.ts';

defineTemplates({
  'site-subsidy.applied': { title: '设施补贴待核', text: '{name}申请{what}，请在{by}以前核。' },
  'site-subsidy.noticed': { title: '设施补贴公示', text: '{name}{what}{amount}，公示到{to}。' },
});

export interface SiteSubsidy {
  id: string;
  siteId: string;
  division: DivisionCode;
  purpose: Purpose;
  year: number | null;
  state: SubsidyState;
  appliedOn: PlainDate;
  checkBy: PlainDate;
  checkedOn: PlainDate | null;
  checkedBy: string | null;
  note: string | null;
  basis: SiteBasis | null;
  amountFen: Fen | null;
  noticeTo: PlainDate | null;
  approvedOn: PlainDate | null;
  payBy: PlainDate | null;
  paidOn: PlainDate | null;
  documentNo: string | null;
}
export const subsidyColumns = sql`u.id, u.site_id, u.division, u.purpose, u.year, u.state, u.applied_on, u.check_by, u.checked_on, u.checked_by, u.note, u.basis, u.amount_fen,
  u.notice_to, u.approved_on, u.pay_by, u.paid_on, u.document_no`;

export const whatOf = (of: { purpose: Purpose; year: number | null }): string =>
  of.year === null ? purposes[of.purpose] : `${of.year}年${purposes[of.purpose]}`;
const audit = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'site-subsidy', id: of.id }, division: of.division });

const site = Uuid.meta({ label: '哪一处' });
export const RunAsk = z.strictObject({ site, year: z.int('请填写年份').min(2016).max(2100).meta({ label: '哪一年' }) });
export const BuildAsk = z.strictObject({ site });

/** Nobody else gave money for the same purpose, and it is not one building under two names. */
async function onlyHere(tx: Tx, of: Site, asked: { purpose: Purpose; year: number | null }): Promise<Result<null>> {
  const what = whatOf(asked);
  const elsewhere = await tx.maybe<{ programme: string }>(
    sql`select programme from care_site_funding where site_id = ${of.id} and purpose = ${asked.purpose} and year is not distinct from ${asked.year}`,
  );
  if (elsewhere) return fail('SITE_SUBSIDY_ELSEWHERE', { name: of.name, what, programme: elsewhere.programme });
  const set = await siteLimits(tx, of.division, ['SITE-TWICE-METRES']);
  if (!set.ok) return set;
  const twin = await tx.maybe<{ name: string }>(
    sql`select o.name from care_site s join care_site o on ${twiceOf(set.value['SITE-TWICE-METRES'])} where s.id = ${of.id} limit 1`,
  );
  return twin ? fail('SITE_SUBSIDY_TWIN', { name: of.name, other: twin.name }) : ok(null);
}

async function ask(tx: Tx, of: Site, asked: { purpose: Purpose; year: number | null }): Promise<Result<{ id: string }>> {
  const what = whatOf(asked);
  if (!drawers[asked.purpose].includes(of.kind))
    return fail('SITE_SUBSIDY_NOT_FOR', { kind: siteKinds[of.kind], purpose: purposes[asked.purpose] });
  const only = await onlyHere(tx, of, asked);
  if (!only.ok) return only;
  const set = await subsidyLimits(tx, of.division, ['SITE-SUBSIDY-CHECK']);
  if (!set.ok) return set;
  const checkBy = tx.calendar.addWorkdays(tx.today, set.value['SITE-SUBSIDY-CHECK'], of.division);
  const id = newId();
  const added =
    await tx.run(sql`insert into care_site_subsidy (id, site_id, division, purpose, year, applied_on, applied_by, check_by)
    values (${id}, ${of.id}, ${of.division}, ${asked.purpose}, ${asked.year}, ${tx.today}, ${tx.actor.id}, ${checkBy}) on conflict do nothing`);
  if (added === 0) return fail('SITE_SUBSIDY_TWICE', { name: of.name, what });
  await audit(tx, 'site-subsidy.applied', { id, division: of.division });
  await notify(tx, {
    to: { performer: 'county-clerk', division: of.division },
    template: 'site-subsidy.applied',
    params: { name: of.name, what, by: checkBy },
  });
  return ok({ id });
}

/** 申请一年的运营补贴: the year is over and the site was open in it. */
export async function askRunning(tx: Tx, given: z.infer<typeof RunAsk>): Promise<Result<{ id: string }>> {
  const found = await lockSite(tx, given.site);
  if (!found.ok) return found;
  const of = found.value;
  const { to } = yearSpan(given.year);
  if (tx.today <= to) return fail('SITE_SUBSIDY_EARLY', { year: given.year });
  if (of.openedOn === null || of.openedOn > to) return fail('SITE_SUBSIDY_NOT_OPEN', { name: of.name, year: given.year });
  return ask(tx, of, { purpose: 'run', year: given.year });
}

/** 申请一次性建设补贴: accepted, and not on the list of those that go. */
export async function askBuilding(tx: Tx, given: z.infer<typeof BuildAsk>): Promise<Result<{ id: string }>> {
  const found = await lockSite(tx, given.site);
  if (!found.ok) return found;
  const of = found.value;
  if (!acceptedStates.includes(of.state))
    return fail('SITE_SUBSIDY_UNACCEPTED', { name: of.name, state: siteStates[of.state].zh });
  const grades = await tx.rows<{ year: number; grade: SiteGrade }>(
    sql`select year, grade from care_site_assessment where site_id = ${of.id} order by year desc limit 2`,
  );
  if (mustGo(grades)) return fail('SITE_SUBSIDY_LEAVING', { name: of.name });
  return ask(tx, of, { purpose: 'build', year: null });
}

async function lockSubsidy(tx: Tx, id: string, state: SubsidyState): Promise<Result<SiteSubsidy>> {
  const found = await tx.maybe<SiteSubsidy>(sql`select ${subsidyColumns} from care_site_subsidy u where u.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('SITE_SUBSIDY_STATE', { state: subsidyStates[found.state].zh });
}

const verdicts = { notice: '核对无误，公示', refuse: '不予补贴' } as const;
export const SubsidyCheck = z.strictObject({
  verdict: choice(verdicts).meta({ label: '核的结果', choices: verdicts }),
  note: z.string().trim().min(4, '请写明意见').max(300).meta({ label: '意见', widget: 'textarea', help: '不予补贴的写明原因' }),
});
/** 县核: counted at this moment by grade and open days; what was counted is kept with the amount. */
export async function checkSiteSubsidy(
  tx: Tx,
  id: string,
  given: z.infer<typeof SubsidyCheck>,
): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockSubsidy(tx, id, 'applied');
  if (!found.ok) return found;
  const of = found.value;
  const locked = await lockSite(tx, of.siteId);
  if (!locked.ok) return locked;
  const checked = sql`checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${given.note}`;
  if (given.verdict === 'refuse') {
    await tx.run(sql`update care_site_subsidy set state = 'refused', ${checked} where id = ${id}`);
    await audit(tx, 'site-subsidy.checked', of);
    return ok({ amountFen: 0 });
  }
  const only = await onlyHere(tx, locked.value, of);
  if (!only.ok) return only;
  const computed = of.year === null ? await computeBuilding(tx, locked.value) : await computeRunning(tx, locked.value, of.year);
  if (!computed.ok) return computed;
  const { fen, basis, nothing } = computed.value;
  if (nothing !== null) return fail('SITE_SUBSIDY_NOTHING', { why: nothing });
  const set = await subsidyLimits(tx, of.division, ['SITE-SUBSIDY-NOTICE']);
  if (!set.ok) return set;
  const noticeTo = plusDays(tx.today, set.value['SITE-SUBSIDY-NOTICE']);
  await tx.run(
    sql`update care_site_subsidy set state = 'notice', ${checked}, basis = ${JSON.stringify(basis)}::jsonb, amount_fen = ${fen}, notice_to = ${noticeTo} where id = ${id}`,
  );
  await audit(tx, 'site-subsidy.checked', of);
  await notify(tx, {
    to: { performer: 'county-leader', division: of.division },
    template: 'site-subsidy.noticed',
    params: { name: locked.value.name, what: whatOf(of), amount: yuan(fen), to: noticeTo },
  });
  return ok({ amountFen: fen });
}

export const SubsidyApproval = z.strictObject({
  note: z.string().trim().min(2, '请写明公示情况').max(300).meta({ label: '公示情况', help: '例如“公示期满，没有异议”' }),
});
export async function approveSiteSubsidy(
  tx: Tx,
  id: string,
  given: z.infer<typeof SubsidyApproval>,
): Promise<Result<{ payBy: PlainDate }>> {
  const found = await lockSubsidy(tx, id, 'notice');
  if (!found.ok) return found;
  const of = found.value;
  if (isOwnHand(tx.actor, of.checkedBy, of.checkedOn!)) return fail('SITE_SUBSIDY_OWN_HAND');
  if (tx.today <= of.noticeTo!) return fail('SITE_SUBSIDY_NOTICE', { to: of.noticeTo! });
  const set = await subsidyLimits(tx, of.division, ['SITE-SUBSIDY-PAY']);
  if (!set.ok) return set;
  const payBy = tx.calendar.addWorkdays(tx.today, set.value['SITE-SUBSIDY-PAY'], of.division);
  await tx.run(sql`update care_site_subsidy set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, pay_by = ${payBy},
    note = note || '；' || ${given.note} where id = ${id}`);
  await audit(tx, 'site-subsidy.approved', of);
  return ok({ payBy });
}

export const SubsidyPayment = z.strictObject({
  on: PlainDateText.meta({ label: '拨付日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '拨付凭证号' }),
});
/** 登记拨付: the money goes by the county's finance; its voucher is written down. */
export async function paySiteSubsidy(tx: Tx, id: string, given: z.infer<typeof SubsidyPayment>): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, id, 'approved');
  if (!found.ok) return found;
  if (given.on > tx.today || given.on < found.value.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${found.value.approvedOn}和今天之间` }]);
  await tx.run(
    sql`update care_site_subsidy set state = 'paid', paid_on = ${given.on}, document_no = ${given.documentNo} where id = ${id}`,
  );
  await audit(tx, 'site-subsidy.paid', found.value);
  return ok({ id });
}

export const Elsewhere = z.strictObject({
  site,
  purpose: choice(purposes).meta({ label: '用途', choices: purposes }),
  year: z
    .int('请填写年份')
    .min(2016)
    .max(2100)
    .optional()
    .meta({ label: '哪一年', showIf: { field: 'purpose', in: ['run'] }, requiredIfShown: true }),
  programme: z.string().trim().min(4, '请写明项目').max(100).meta({ label: '项目', help: '例如“福彩公益金2025年农村养老项目”' }),
  amount: FenAmount.meta({ label: '金额' }),
  documentNo: z.string().trim().min(4, '请填写文号').max(60).meta({ label: '文号' }),
});
/** 登记别的项目给的钱: not where this one has given it, or is about to. */
export async function recordElsewhere(tx: Tx, given: z.infer<typeof Elsewhere>): Promise<Result<{ id: string }>> {
  const found = await lockSite(tx, given.site);
  if (!found.ok) return found;
  const of = found.value;
  if (given.purpose === 'run' && given.year === undefined)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'year', message: '请填写年份' }]);
  if (given.amount === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'amount', message: '请填写金额' }]);
  const asked = { purpose: given.purpose, year: given.purpose === 'run' ? given.year! : null };
  const here = await tx.maybe(sql`select 1 as yes from care_site_subsidy
    where site_id = ${of.id} and purpose = ${asked.purpose} and year is not distinct from ${asked.year} and state <> 'refused'`);
  if (here) return fail('SITE_SUBSIDY_PAID_HERE', { name: of.name, what: whatOf(asked) });
  const id = newId();
  const added =
    await tx.run(sql`insert into care_site_funding (id, site_id, division, purpose, year, programme, amount_fen, document_no, entered_at, entered_by, entered_name)
    values (${id}, ${of.id}, ${of.division}, ${asked.purpose}, ${asked.year}, ${given.programme}, ${given.amount}, ${given.documentNo}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict do nothing`);
  if (added === 0) return fail('SITE_SUBSIDY_TWICE', { name: of.name, what: whatOf(asked) });
  await audit(tx, 'site-subsidy.elsewhere', { id, division: of.division });
  return ok({ id });
}
