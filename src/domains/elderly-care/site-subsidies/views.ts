/** The subsidies of facilities in the actor's range, what each was counted by, what other programmes gave, and what may be done. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { yuanDigits } from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { type SiteKind, siteKinds } from '../facilities/terms.ts';
import {
  BuildAsk,
  Elsewhere,
  RunAsk,
  type SiteSubsidy,
  SubsidyApproval,
  SubsidyCheck,
  SubsidyPayment,
  subsidyColumns,
  whatOf,
} from './act.ts';
import type { SiteSubsidies, SiteSubsidyRow } from './content.ts';
import { drawers } from './rules.ts';
import { approvers, askers, checkers, type Purpose, subsidyStates } from './terms.ts';

type Listed = SiteSubsidy & { siteName: string; siteKind: SiteKind };

function saysOf({ basis, note, documentNo, paidOn }: Listed): string[] {
  const lines: string[] = [];
  if (basis?.grade) {
    lines.push(`等次${basis.grade}，一年${yuanDigits(basis.standardFen)}元，开放满${basis.enough}天的${basis.openMonths}个月`);
    lines.push(basis.months.map(({ month, days }) => `${Number(month.slice(5))}月${days}天`).join('、'));
  }
  if (note) lines.push(note);
  if (documentNo) lines.push(`${longDate(paidOn!)}拨付，凭证${documentNo}`);
  return lines;
}

function dueOf(tx: Tx, of: Listed): SiteSubsidyRow['due'] {
  const due = (zh: string, on: PlainDate | null) => (on ? { zh, on, late: tx.today > on } : null);
  if (of.state === 'applied') return due('县核', of.checkBy);
  if (of.state === 'notice') return { zh: '公示到', on: of.noticeTo!, late: false };
  return of.state === 'approved' ? due('拨付', of.payBy) : null;
}

function offersOf(tx: Tx, of: Listed): Offer[] {
  const to = (what: string) => `/api/care-site-subsidies/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  return offersTo(tx.actor, [
    {
      action: 'check',
      zh: '核',
      causes:
        of.purpose === 'run'
          ? '按年度等次和开放满天数的月份算出金额，公示以后由领导批准。'
          : '看过验收文件，公示以后由领导批准。',
      by: checkers,
      when: of.state === 'applied',
      to: to('check'),
      fields: formOf(SubsidyCheck),
      initial: { verdict: 'notice' },
      fixed,
    },
    {
      action: 'approve',
      zh: '批准',
      causes: '公示期满以后拨付。',
      by: approvers,
      when: of.state === 'notice' && tx.today > of.noticeTo!,
      to: to('approval'),
      fields: formOf(SubsidyApproval),
      fixed,
    },
    {
      action: 'pay',
      zh: '登记拨付',
      causes: '写明凭证号，这一笔就办完了。',
      by: checkers,
      when: of.state === 'approved',
      to: to('payment'),
      fields: formOf(SubsidyPayment),
      initial: { on: tx.today },
      fixed,
    },
  ]);
}

async function headOffers(tx: Tx): Promise<Offer[]> {
  const sites = await tx.rows<{ id: string; name: string; kind: SiteKind }>(
    sql`select id, name, kind from care_site where state <> 'closed' order by name limit 5000`,
  );
  const of = (kinds: readonly SiteKind[]) =>
    Object.fromEntries(sites.filter(({ kind }) => kinds.includes(kind)).map(({ id, name }) => [id, name]));
  const [running, building, all] = [
    of(drawers.run),
    of(drawers.build),
    Object.fromEntries(sites.map(({ id, name }) => [id, name])),
  ];
  const pick = (choices: Record<string, string>) => choice(choices).meta({ label: '哪一处', choices });
  const some = (choices: Record<string, string>) => Object.keys(choices).length > 0;
  const fixed = () => ({ requestId: newId() });
  const year = Number(tx.today.slice(0, 4)) - 1;
  return offersTo(tx.actor, [
    {
      action: 'ask-run',
      zh: '申请运营补贴',
      causes: '不用填月份，县里按记下的开放天数算。',
      by: askers,
      when: some(running),
      to: '/api/care-site-subsidies/running',
      fields: some(running) ? formOf(RunAsk.extend({ site: pick(running) })) : [],
      initial: { year },
      fixed: fixed(),
    },
    {
      action: 'ask-build',
      zh: '申请建设补贴',
      causes: '农村互助照料中心验收以后，一处一次。',
      by: askers,
      when: some(building),
      to: '/api/care-site-subsidies/building',
      fields: some(building) ? formOf(BuildAsk.extend({ site: pick(building) })) : [],
      fixed: fixed(),
    },
    {
      action: 'elsewhere',
      zh: '登记别的项目的钱',
      causes: '同一处同一用途，别的项目给过的，这里不再给。',
      by: checkers,
      when: some(all),
      to: '/api/care-site-subsidies/elsewhere',
      fields: some(all) ? formOf(Elsewhere.extend({ site: pick(all) })) : [],
      initial: { purpose: 'run', year },
      fixed: fixed(),
    },
  ]);
}

const PAGE = 100;

export async function siteSubsidyList(tx: Tx, cursor?: string): Promise<Result<SiteSubsidies>> {
  const stretch = stretchOf(cursor, PAGE);
  const found =
    await tx.rows<Listed>(sql`select ${subsidyColumns}, s.name as site_name, s.kind as site_kind from care_site_subsidy u join care_site s on s.id = u.site_id
    order by array_position(array['applied', 'approved', 'notice', 'paid', 'refused'], u.state), u.applied_on desc, u.id ${within(stretch)}`);
  const { rows, next } = pageOf(found, stretch);
  const elsewhere = await tx.rows<{
    id: string;
    siteId: string;
    siteName: string;
    purpose: Purpose;
    year: number | null;
    programme: string;
    amountFen: Fen;
    documentNo: string;
  }>(sql`select f.id, f.site_id, s.name as site_name, f.purpose, f.year, f.programme, f.amount_fen, f.document_no
    from care_site_funding f join care_site s on s.id = f.site_id order by f.entered_at desc, f.id limit 300`);
  return ok({
    next,
    rows: rows.map((of) => ({
      id: of.id,
      siteId: of.siteId,
      siteName: of.siteName,
      kindZh: siteKinds[of.siteKind],
      what: whatOf(of),
      stateZh: subsidyStates[of.state].zh,
      tone: subsidyStates[of.state].tone,
      appliedOn: of.appliedOn,
      amountFen: of.amountFen,
      due: dueOf(tx, of),
      says: saysOf(of),
      offers: offersOf(tx, of),
    })),
    elsewhere: elsewhere.map(({ purpose, year, ...of }) => ({ ...of, what: whatOf({ purpose, year }) })),
    offers: await headOffers(tx),
  });
}
