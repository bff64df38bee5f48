/** What a case page shows of works at home: the arrangement, each item with its two photographs, the money. Level and ground are for those who decide. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { entitlementsOfPerson, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import { type Decision, withParameters, yuan } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { AdaptationForm } from '../adaptation/application.ts';
import { findAssessors } from '../assessment/store.ts';
import { decisionsShown } from '../benefit/sections.ts';
import { itemNames, unitOf } from './items.ts';
import { againstMarket } from './prices.ts';
import { programmes } from './rules.ts';
import { itemsOf, type Works, worksOfCase } from './store.ts';
import type { WorksShown } from './terms.ts';

const atTheDoor = ['capacity-assessor', 'home-care-manager'] as const;
const deciders = ['township-clerk', 'county-clerk', 'county-confirmer', 'county-leader'] as const;

/** Who may open the photographs of a case: whoever may open the case and is no village. */
const photoUrl = (caseId: string, fileId: string): string => `/api/home-works/${caseId}/photos/${fileId}`;

export function appliedRows(tx: Tx, kase: Case, more: { label: string; value: string }[]) {
  const form = kase.form as Pick<AdaptationForm, 'applicant' | 'address'>;
  return {
    title: '老人',
    rows: [
      { label: '姓名', value: form.applicant.name },
      { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
      { label: '手机', value: isOneOf(tx.actor, atTheDoor) ? form.applicant.phone : maskPhone(form.applicant.phone) },
      ...communicationRows(form.applicant.communication),
      { label: '住在', value: `${tx.divisions.fullName(kase.division)} ${form.address}` },
      ...more,
    ],
  };
}

async function arranged(tx: Tx, works: Works) {
  const [assessor] = works.assessorId ? await findAssessors(tx, [works.assessorId]) : [];
  const builder = works.providerId
    ? await tx.maybe<{ name: string; telephone: string }>(
        sql`select name, telephone from home_care_provider where id = ${works.providerId}`,
      )
    : null;
  const rows = [
    ...(assessor ? [{ label: '评估人员', value: assessor.name }] : []),
    ...(builder
      ? [{ label: works.source === 'adaptation' ? '施工单位' : '服务机构', value: `${builder.name}，${builder.telephone}` }]
      : []),
    ...(works.plannedOn ? [{ label: '上门日期', value: longDate(works.plannedOn) }] : []),
    ...(works.signedOn ? [{ label: '老人签字', value: longDate(works.signedOn) }] : []),
    ...(works.finishedOn ? [{ label: '完工', value: longDate(works.finishedOn) }] : []),
    ...(works.acceptedOn ? [{ label: '三方验收合格', value: longDate(works.acceptedOn) }] : []),
    ...(works.paidOn ? [{ label: '批准拨付', value: `${longDate(works.paidOn)}，${yuan(works.subsidyFen!)}` }] : []),
    ...(works.followedOn ? [{ label: '回访', value: longDate(works.followedOn) }] : []),
  ];
  return rows.length > 0 ? [{ title: '安排', rows }] : [];
}

async function shownWorks(tx: Tx, kase: Case, works: Works): Promise<WorksShown | null> {
  const items = await itemsOf(tx, works.id);
  if (items.length === 0) return null;
  // 按老人签字那天的参考价比
  const at = { parameters: await parametersOf(tx), division: works.division, date: works.signedOn ?? tx.today };
  const market = items.map((row) => {
    const read = withParameters(at, (r) => againstMarket({ ...row, fen: row.actualFen ?? row.quotedFen }, r));
    return read.ok ? read.value : { referenceFen: null, overPercent: null };
  });
  return {
    quotedFen: items.reduce((sum, row) => sum + row.quotedFen, 0),
    actualFen: works.actualFen,
    subsidyFen: works.subsidyFen,
    items: items.map((row, i) => ({
      ...market[i]!,
      amountZh: `${row.quantity}${unitOf(row.item)}`,
      zh: itemNames[row.item],
      necessary: row.necessary,
      spot: row.spot,
      quotedFen: row.quotedFen,
      actualFen: row.actualFen,
      undoneReason: row.undoneReason,
      before: photoUrl(kase.id, row.beforeFile),
      after: row.afterFile ? photoUrl(kase.id, row.afterFile) : null,
    })),
  };
}

type Decided = (tx: Tx, kase: Case) => Promise<Result<{ decision: Decision }>>;

/** For those who decide and for the person; of what is paid once. */
export async function decisionsOnce(tx: Tx, kase: Case, decide: Decided) {
  if (tx.actor.kind !== 'resident' && !isOneOf(tx.actor, deciders)) return [];
  const all = await decisionsShown(tx, kase, {
    kindZh: '审核',
    current: async () => {
      if (!['submitted', 'deciding'].includes(kase.state)) return null;
      const computed = await decide(tx, kase);
      return computed.ok ? computed.value.decision : null;
    },
  });
  return all.map((d) => ({ ...d, once: true, kindZh: d.amountFen === null || d.id === 'preview' ? d.kindZh : '拨付' }));
}

export async function worksSections(tx: Tx, kase: Case, of: { applied: { label: string; value: string }[]; decide: Decided }) {
  const works = await worksOfCase(tx, kase.id);
  const mine = works?.entitlementId
    ? (await entitlementsOfPerson(tx, kase.applicantPersonId)).filter((e) => e.programme === programmes[works.source].programme)
    : [];
  const paid = mine.length > 0 ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [];
  return {
    facts: [appliedRows(tx, kase, of.applied), ...(works ? await arranged(tx, works) : [])],
    works: works ? await shownWorks(tx, kase, works) : null,
    decisions: await decisionsOnce(tx, kase, of.decide),
    payments: paid.filter((line) => line.programmeZh === programmes[works!.source].zh),
  };
}
