/** The construction subsidies of the actor's range: how each was counted, its three parts, what is to come back, and what may be done. */
import { sql } from '../../../database/sql.ts';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { yuanDigits } from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { accountants } from '../money/terms.ts';
import { ownInstitution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { BuildApproval, BuildAsk, BuildCheck, mayBuild } from './act.ts';
import { ClaimDecision, ClaimReceipt, UseEnded } from './claims.ts';
import type { BuildRow, Due } from './content.ts';
import { buildLimits } from './parameters.ts';
import { PartCheck, PartPayment } from './parts.ts';
import { clawback } from './rules.ts';
import { type Build, buildColumns, type Claim, claimColumns, type Part, partColumns } from './store.ts';
import { approvers, buildStates, checkers, claimStates, partNames, partStates } from './terms.ts';

type Listed = Build & { institutionName: string; institutionState: keyof typeof states };

const dueBy = (tx: Tx, zh: string, on: PlainDate | null): Due | null => (on ? { zh, on, late: tx.today > on } : null);

function dueOf(tx: Tx, of: Listed, parts: readonly Part[]): Due | null {
  if (of.state === 'applied') return dueBy(tx, '县核', of.checkBy);
  if (of.state === 'notice') return { zh: '公示到', on: of.noticeTo!, late: false };
  const approved = parts.find((part) => part.state === 'approved');
  if (approved) return dueBy(tx, '拨付', approved.payBy);
  const next = parts.find((part) => part.state === 'waiting');
  return next ? { zh: `${partNames[next.no - 1]}最早`, on: next.dueFrom, late: false } : null;
}

/** 自建10张, 租赁、改建12张: what there is, with the standard of each where it is known. */
function bedsOf(of: Listed, basis?: { selfFen: number; leasedFen: number }): string[] {
  const one = (zh: string, beds: number, fen: number | undefined) =>
    beds === 0 ? [] : [`${zh}${beds}张${fen === undefined ? '' : `×${yuanDigits(fen)}元`}`];
  return [...one('自建', of.selfBeds, basis?.selfFen), ...one('租赁、改建', of.leasedBeds, basis?.leasedFen)];
}

function saysOf(of: Listed): string[] {
  const lines: string[] = [];
  if (of.basis)
    lines.push(
      `${bedsOf(of, of.basis).join('，')}；护理型${of.nursingBeds}张，不到${of.basis.nursingShare}%的只算护理型÷${of.basis.nursingShare}%，算${of.countedBeds}张`,
    );
  if (of.leaseFrom && of.leaseTo) lines.push(`租期${longDate(of.leaseFrom)}到${longDate(of.leaseTo)}`);
  lines.push(of.papers);
  if (of.note) lines.push(of.note);
  return lines;
}

function partSays(part: Part): string {
  if (part.state === 'waiting') return `${longDate(part.dueFrom)}起核`;
  if (part.state === 'paid') return `${longDate(part.paidOn!)}拨付，凭证${part.documentNo}；${part.says}`;
  return part.says ?? '';
}

const claimSays = (claim: Claim): string =>
  `${claim.reason}；已拨${yuanDigits(claim.paidFen)}元×（${claim.promisedMonths}－${claim.fullMonths}）÷${claim.promisedMonths}${claim.decision ? `；${claim.decision}` : ''}`;

function offersOf(tx: Tx, of: Listed, parts: readonly Part[], claim: Claim | undefined): Offer[] {
  const to = (what: string) => `/api/care-construction/${of.id}/${what}`;
  const fixed = { requestId: newId() };
  const live = of.state === 'granted' && of.endedOn === null && states[of.institutionState].open;
  const next = live ? parts.find((part) => part.state !== 'paid' && part.state !== 'withheld') : undefined;
  const name = next ? partNames[next.no - 1]! : '';
  const part = { requestId: newId(), no: next?.no ?? 0 };
  const offered: Offered[] = [
    {
      action: 'check',
      zh: '核',
      causes: '按备案的床位和现场核过的护理型床位算出金额，公示以后由领导批准。',
      by: checkers,
      when: of.state === 'applied',
      to: to('check'),
      fields: formOf(BuildCheck),
      initial: { verdict: 'notice' },
      fixed,
    },
    {
      action: 'approve',
      zh: '批准',
      causes: '公示期满以后分三期拨付。',
      by: approvers,
      when: of.state === 'notice' && tx.today > of.noticeTo!,
      to: to('approval'),
      fields: formOf(BuildApproval),
      fixed,
    },
    {
      action: 'part-check',
      zh: `核${name}`,
      causes: next?.no === 2 ? '按这一年的入住率算，不到的这一期不拨。' : '还在用于养老的才拨。',
      by: checkers,
      when: next?.state === 'waiting' && tx.today >= next.dueFrom,
      to: to('part-check'),
      fields: formOf(PartCheck.omit({ no: true })),
      fixed: part,
    },
    {
      action: 'part-approve',
      zh: `批准${name}`,
      causes: '批准以后拨付。',
      by: approvers,
      when: next?.state === 'checked',
      to: to('part-approval'),
      fixed: part,
    },
    {
      action: 'part-pay',
      zh: `登记拨付${name}`,
      causes: '写明凭证号；至少用于养老的月份从第一次拨付算起。',
      by: checkers,
      when: next?.state === 'approved',
      to: to('part-payment'),
      fields: formOf(PartPayment.omit({ no: true })),
      initial: { on: tx.today },
      fixed: part,
    },
    {
      action: 'end',
      zh: '停止养老使用',
      causes: '以后各期不再拨，已拨的按没有用满的月份追回，由领导定。',
      by: checkers,
      when: of.state === 'granted' && of.endedOn === null,
      to: to('end'),
      fields: formOf(UseEnded),
      initial: { on: tx.today },
      fixed,
    },
    {
      action: 'decide-claim',
      zh: '定追回',
      causes: '定了追回的，限期退回；登记错了的，各期照常核。',
      by: approvers,
      when: claim?.state === 'proposed',
      to: `/api/care-construction-claims/${claim?.id}/decision`,
      fields: formOf(ClaimDecision),
      initial: { verdict: 'claim' },
      fixed,
    },
    {
      action: 'receive',
      zh: '登记退回',
      causes: '可以分几次，付清为止。',
      by: checkers,
      when: claim?.state === 'claimed',
      to: `/api/care-construction-claims/${claim?.id}/receipts`,
      fields: formOf(ClaimReceipt),
      initial: { on: tx.today, amount: claim ? claim.amountFen - claim.receivedFen : 0 },
      fixed,
    },
  ];
  return offersTo(tx.actor, offered);
}

function claimOf(tx: Tx, claim: Claim | undefined): BuildRow['claim'] {
  if (!claim) return null;
  return {
    says: claimSays(claim),
    stateZh: claimStates[claim.state].zh,
    tone: claimStates[claim.state].tone,
    amountFen: claim.amountFen,
    leftFen: claim.state === 'claimed' ? claim.amountFen - claim.receivedFen : 0,
    due: claim.state === 'claimed' ? dueBy(tx, '退回', claim.returnBy) : null,
  };
}

export async function buildList(tx: Tx): Promise<Result<{ rows: BuildRow[]; offers: Offer[] }, 'PARAM_MISSING'>> {
  const set = await buildLimits(tx, tx.actor.division ?? tx.city, ['CARE-BUILD-MONTHS']);
  if (!set.ok) return set;
  const months = set.value['CARE-BUILD-MONTHS'];
  const found =
    await tx.rows<Listed>(sql`select ${buildColumns}, i.name as institution_name, i.state as institution_state from care_build b join care_institution i on i.id = b.institution_id
    order by array_position(array['applied', 'notice', 'granted', 'refused'], b.state), b.applied_on desc, b.id limit 300`);
  const ids = found.map(({ id }) => id);
  const parts = await tx.rows<Part>(
    sql`select ${partColumns} from care_build_part p where p.build_id = any(${ids}::uuid[]) order by p.build_id, p.no limit 900`,
  );
  const claims = await tx.rows<Claim>(
    sql`select ${claimColumns} from care_build_claim c where c.build_id = any(${ids}::uuid[]) and c.state <> 'mistaken' limit 300`,
  );
  const own = tx.actor.unitId ? await ownInstitution(tx) : null;
  return ok({
    rows: found.map((of) => {
      const its = parts.filter(({ buildId }) => buildId === of.id);
      const claim = claims.find(({ buildId }) => buildId === of.id);
      const paidFen = its.reduce((sum, part) => sum + (part.state === 'paid' ? part.amountFen : 0), 0);
      const back =
        of.firstPaidOn && of.endedOn === null
          ? clawback(paidFen, { firstPaidOn: of.firstPaidOn, endedOn: tx.today, months })
          : null;
      return {
        id: of.id,
        institutionName: of.institutionName,
        beds: bedsOf(of).join('，'),
        stateZh: of.endedOn ? `${of.endedOn}停止养老使用` : buildStates[of.state].zh,
        tone: of.endedOn ? 'bad' : buildStates[of.state].tone,
        appliedOn: of.appliedOn,
        amountFen: of.amountFen,
        paidFen,
        due: of.endedOn ? null : dueOf(tx, of, its),
        says: saysOf(of),
        parts: its.map((part) => ({
          no: part.no,
          zh: partNames[part.no - 1]!,
          stateZh: partStates[part.state].zh,
          tone: partStates[part.state].tone,
          amountFen: part.amountFen,
          says: partSays(part),
        })),
        use: back && { until: addMonths(of.firstPaidOn!, months), fullMonths: back.fullMonths, backFen: back.fen },
        claim: claimOf(tx, claim),
        offers: offersOf(tx, of, its, claim),
      };
    }),
    offers: own?.ok
      ? offersTo(tx.actor, [
          {
            action: 'ask',
            zh: '申请建设补贴',
            causes: '只算备案的床位；护理型按县里现场核过的算。',
            by: accountants,
            when: mayBuild(own.value),
            to: `/api/institutions/${own.value.id}/construction`,
            fields: formOf(BuildAsk),
            initial: { selfBeds: own.value.recordedBeds, leasedBeds: 0 },
            fixed: { requestId: newId() },
          },
        ])
      : [],
  });
}
