/** Policies with their claims, and what may be done. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { askOffer } from '../../../kernel/subsidy/server.ts';
import { type IncidentType, incidentTypes } from '../incidents/terms.ts';
import { accountants } from '../money/terms.ts';
import { insurance, insuranceBook } from './book.ts';
import { type Claim, claimColumns, NewClaim, Paid, Refused, Survey } from './claims.ts';
import type { PolicyRow } from './content.ts';
import { isWholeYear } from './rules.ts';
import { claimStates } from './terms.ts';

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

/** `drawn`: its subsidy is asked for already. */
function offersOf(tx: Tx, of: Listed, drawn: boolean, incidents: readonly Incident[]): Offer[] {
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
    askOffer(insuranceBook, insurance, { when: isWholeYear(of) && !drawn, fixed: { policy: of.id, ...fixed() } }),
  ]);
}

const claimSays = (of: Claim): string =>
  [
    `${longDate(of.happenedOn)}：${of.what}，${longDate(of.reportedOn)}报案（${of.reportNo}）`,
    of.surveyedOn && `${longDate(of.surveyedOn)}查勘：${of.survey}`,
    of.refusedWhy && `${longDate(of.settledOn!)}答复：${of.refusedWhy}`,
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
  const drawn = new Set(
    (
      await tx.rows<{ term: string }>(
        sql`select term from subsidy where scheme = ${insurance.key} and term = any(${ids}) and state <> 'refused' limit 300`,
      )
    ).map(({ term }) => term),
  );
  const incidents = tx.actor.unitId
    ? await tx.rows<Incident>(sql`select id, institution_id, type, (found_at at time zone 'Asia/Shanghai')::date as on from care_incident
        order by found_at desc limit 200`)
    : [];
  return ok({
    next,
    rows: policies.map((of) => ({
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
      offers: offersOf(tx, of, drawn.has(of.id), incidents),
    })),
  });
}
