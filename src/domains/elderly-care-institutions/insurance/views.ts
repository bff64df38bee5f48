/** Policies with their claims and their subsidy, and what may be done. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { type IncidentType, incidentTypes } from '../incidents/terms.ts';
import { accountants } from '../money/terms.ts';
import { type Claim, claimColumns, NewClaim, Paid, Refused, Survey } from './claims.ts';
import type { PolicyRow } from './content.ts';
import { isWholeYear } from './rules.ts';
import { InsuranceCheck, InsurancePayment, type InsuranceSubsidy, insuranceSubsidyColumns } from './subsidy.ts';
import { approvers, checkers, claimStates, subsidyStates } from './terms.ts';

interface Listed {
  id: string;
  institutionId: string;
  institutionName: string;
  insurer: string;
  policyNo: string;
  fromOn: PlainDate;
  toOn: PlainDate;
  beds: number;
  premiumFen: Fen;
}
interface Incident {
  id: string;
  institutionId: string;
  type: IncidentType;
  on: PlainDate;
}
const fixed = () => ({ requestId: newId() });

function claimOffers(tx: Tx, of: Claim): Offer[] {
  const to = (what: string) => `/api/care-insurance-claims/${of.id}/${what}`;
  const open = of.state === 'reported' || of.state === 'surveyed';
  return offersTo(tx.actor, [
    {
      action: 'survey',
      zh: '登记查勘',
      causes: '保险公司来看过。',
      by: accountants,
      when: of.state === 'reported',
      to: to('survey'),
      fields: formOf(Survey),
      initial: { on: tx.today },
      fixed: fixed(),
    },
    {
      action: 'paid',
      zh: '登记赔付',
      causes: '这一笔就结了。',
      by: accountants,
      when: of.state === 'surveyed',
      to: to('payment'),
      fields: formOf(Paid),
      initial: { on: tx.today },
      fixed: fixed(),
    },
    {
      action: 'refused',
      zh: '登记不赔',
      causes: '写明保险公司的理由，这一笔就结了。',
      by: accountants,
      when: open,
      to: to('refusal'),
      fields: formOf(Refused),
      initial: { on: tx.today },
      fixed: fixed(),
    },
  ]);
}

/** The form of a report: of the incidents of the home those of the policy's time. */
function reportForm(of: Listed, incidents: readonly Incident[]) {
  const choices = Object.fromEntries(
    incidents
      .filter((one) => one.institutionId === of.institutionId && one.on >= of.fromOn && one.on <= of.toOn)
      .map(({ id, type, on }) => [id, `${on}${incidentTypes[type]}`]),
  );
  return Object.keys(choices).length > 0
    ? formOf(NewClaim.extend({ incident: choice(choices).optional().meta({ label: '对应的突发事件', choices }) }))
    : formOf(NewClaim.omit({ incident: true }));
}

function offersOf(tx: Tx, of: Listed, subsidy: InsuranceSubsidy | undefined, incidents: readonly Incident[]): Offer[] {
  const to = (what: string) => `/api/care-insurance-subsidies/${subsidy?.id}/${what}`;
  return offersTo(tx.actor, [
    {
      action: 'report',
      zh: '登记报案',
      causes: '出了事向保险公司报过案的，登记以后接着登记查勘和赔付。',
      by: accountants,
      to: `/api/care-insurances/${of.id}/claims`,
      fields: reportForm(of, incidents),
      initial: { reportedOn: tx.today },
      fixed: fixed(),
    },
    {
      action: 'ask',
      zh: '申请保险补贴',
      causes: '一张一年期的保单一次，按投保和备案床位少的算。',
      by: accountants,
      when: isWholeYear(of) && (subsidy === undefined || subsidy.state === 'refused'),
      to: `/api/care-insurances/${of.id}/subsidy`,
      fixed: fixed(),
    },
    {
      action: 'check',
      zh: '核保险补贴',
      causes: '按投保和备案床位算出金额，由领导批准。',
      by: checkers,
      when: subsidy?.state === 'applied',
      to: to('check'),
      fields: formOf(InsuranceCheck),
      initial: { verdict: 'ok' },
      fixed: fixed(),
    },
    {
      action: 'approve',
      zh: '批准保险补贴',
      causes: '批准以后拨付。',
      by: approvers,
      when: subsidy?.state === 'checked',
      to: to('approval'),
      fixed: fixed(),
    },
    {
      action: 'pay',
      zh: '登记拨付',
      causes: '写明凭证号，这一笔就办完了。',
      by: checkers,
      when: subsidy?.state === 'approved',
      to: to('payment'),
      fields: formOf(InsurancePayment),
      initial: { on: tx.today },
      fixed: fixed(),
    },
  ]);
}

const claimSays = (of: Claim): string =>
  [
    `${of.happenedOn}：${of.what}，${of.reportedOn}报案（${of.reportNo}）`,
    of.surveyedOn && `${longDate(of.surveyedOn)}查勘：${of.survey}`,
    of.refusedWhy && `${of.settledOn ? longDate(of.settledOn) : ''}答复：${of.refusedWhy}`,
  ]
    .filter(Boolean)
    .join('；');

const PAGE = 100;

export async function insuranceList(tx: Tx, cursor?: string): Promise<Result<{ rows: PolicyRow[]; next: string | null }>> {
  const stretch = stretchOf(cursor, PAGE);
  const found =
    await tx.rows<Listed>(sql`select p.id, p.institution_id, i.name as institution_name, p.insurer, p.policy_no, p.from_on, p.to_on, p.beds, p.premium_fen
    from care_insurance p join care_institution i on i.id = p.institution_id order by p.to_on desc, i.name, p.id ${within(stretch)}`);
  const { rows: policies, next } = pageOf(found, stretch);
  const ids = policies.map(({ id }) => id);
  const claims = await tx.rows<Claim>(
    sql`select ${claimColumns} from care_insurance_claim c where c.policy_id = any(${ids}::uuid[]) order by c.happened_on desc, c.id limit 1000`,
  );
  const subsidies =
    await tx.rows<InsuranceSubsidy>(sql`select distinct on (u.policy_id) ${insuranceSubsidyColumns} from care_insurance_subsidy u
    where u.policy_id = any(${ids}::uuid[]) order by u.policy_id, u.state = 'refused', u.id desc`);
  const incidents = tx.actor.unitId
    ? await tx.rows<Incident>(sql`select id, institution_id, type, (found_at at time zone 'Asia/Shanghai')::date as on from care_incident
        order by found_at desc limit 200`)
    : [];
  return ok({
    next,
    rows: policies.map((of) => {
      const subsidy = subsidies.find(({ policyId }) => policyId === of.id);
      return {
        id: of.id,
        institutionName: of.institutionName,
        insurer: of.insurer,
        policyNo: of.policyNo,
        fromOn: of.fromOn,
        toOn: of.toOn,
        beds: of.beds,
        premiumFen: of.premiumFen,
        claims: claims
          .filter(({ policyId }) => policyId === of.id)
          .map((claim) => ({
            id: claim.id,
            says: claimSays(claim),
            paidFen: claim.paidFen,
            stateZh: claimStates[claim.state].zh,
            tone: claimStates[claim.state].tone,
            offers: claimOffers(tx, claim),
          })),
        subsidy: subsidy
          ? {
              stateZh: subsidyStates[subsidy.state].zh,
              tone: subsidyStates[subsidy.state].tone,
              amountFen: subsidy.amountFen,
              says: [
                subsidy.countedBeds && `按${subsidy.countedBeds}张床算`,
                subsidy.note,
                subsidy.documentNo && `${subsidy.paidOn ? longDate(subsidy.paidOn) : ''}拨付，凭证${subsidy.documentNo}`,
              ]
                .filter(Boolean)
                .join('；'),
              due:
                subsidy.state === 'paid' || subsidy.state === 'refused'
                  ? null
                  : { on: subsidy.decideBy, late: tx.today > subsidy.decideBy },
            }
          : null,
        offers: offersOf(tx, of, subsidy, incidents),
      };
    }),
  });
}
