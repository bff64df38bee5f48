/** 先行救助: verified on the spot, proposed by one officer, signed and paid by another, from the reserve, at once. */
import { z } from 'zod';
import type { Tx } from '../../../../kernel/context/server.ts';
import { bindFiles } from '../../../../kernel/document/server.ts';
import { notify } from '../../../../kernel/notice/server.ts';
import { wholeParameter, yuanDigits } from '../../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../../kernel/result/index.ts';
import { choice, type Fen, FenAmount, FileRef, type PlainDate } from '../../../../kernel/schema/index.ts';
import { type Case, caseEvents, type Effect, handler, Reason, tellApplicant } from '../../../../kernel/service/server.ts';
import { townshipOf } from '../../family/places.ts';
import { telephone } from '../../procedure/index.ts';
import { issueTermination } from '../../procedure/letters.ts';
import { computeEmergency } from '../compute.ts';
import { aidDocuments, outlaySheet } from '../documents.ts';
import { applicationOf, issue } from '../letters.ts';
import { payFromReserve, reserveBalance } from '../reserve.ts';
import { splitPattern } from '../rules.ts';
import { earlierAid, noteAid, recordGrant } from '../store.ts';
import { emergencyCauses } from '../terms.ts';
import type { EmergencyState } from './flow.ts';
import type { EmergencyAid } from './form.ts';

export type Done = Promise<Result<Effect<EmergencyState>>>;

export const formOf = (kase: Case): EmergencyAid => kase.form as EmergencyAid;

const accept = handler({
  input: z.strictObject({
    found: z.string().trim().min(4, '请写明到场看到的情况').max(500).meta({ label: '到场核实情况', widget: 'textarea' }),
    photo: FileRef.optional().meta({ label: '现场照片', help: '报告时已拍的不用再拍', paper: 'scene-photo' }),
  }),
  async run(tx, kase, input): Done {
    const photo = input.photo ?? formOf(kase).photo;
    if (!photo) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'photo', message: '请拍一张现场照片' }]);
    if (input.photo) {
      const bound = await bindFiles(tx, [input.photo], {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
      if (!bound.ok) return bound;
    }
    return ok({ to: 'toHelp', opinion: `现场核实：${input.found}`, data: { photo } });
  },
});

/** 户籍、居住地 are no grounds (law 37): who writes them is told so. */
const RESIDENCE = /户籍|户口|居住证|居住地|外地|外省|非本地|不是本地/;

const dismiss = handler({
  input: z.strictObject({
    ground: choice({
      untrue: '情况不属实',
      'not-urgent': '不属于急难，已告知其他办法',
      duplicate: '同一急难已有个案',
    }).meta({ label: '原因' }),
    reason: Reason,
  }),
  async run(tx, kase, input): Done {
    if (RESIDENCE.test(input.reason)) return fail('RESIDENCE_NOT_ASKED');
    const letter = await issueTermination(tx, kase, { service: '临时救助（急难型）', reason: input.reason });
    if (!letter.ok) return letter;
    await tellApplicant(tx, kase, 'assistance.terminated', { reason: input.reason, tel: telephone(tx, kase) });
    return ok({ to: 'dismissed', opinion: input.reason, data: { ground: input.ground } });
  },
});

/** What the township may pay at once: the computed amount, its own limit, what is in the fund. */
export async function payableNow(tx: Tx, kase: Case): Promise<Result<{ amountFen: Fen; limitFen: Fen; balanceFen: Fen | null }>> {
  const computed = await computeEmergency(tx, kase);
  if (!computed.ok) return computed;
  const { townshipFen, townshipLimitFen } = computed.value.decision;
  const balanceFen = await reserveBalance(tx, townshipOf(kase));
  return ok({ amountFen: townshipFen, limitFen: townshipLimitFen, balanceFen });
}

const proposeFirstAid = handler({
  input: z.strictObject({ amountFen: FenAmount.meta({ label: '先行救助金额', help: '系统按档次算好，可以少填，不能多填' }) }),
  initial: async (tx, kase) => {
    const payable = await payableNow(tx, kase);
    if (!payable.ok) return {};
    const { amountFen, balanceFen } = payable.value;
    return { amountFen: Math.min(amountFen, balanceFen ?? amountFen) };
  },
  async run(tx, kase, { amountFen }): Done {
    const payable = await payableNow(tx, kase);
    if (!payable.ok) return payable;
    const { amountFen: most, balanceFen } = payable.value;
    if (amountFen === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'amountFen', message: '请填写金额' }]);
    if (amountFen > most) return fail('AID_ABOVE_TOWNSHIP', { limit: yuanDigits(most) });
    if (balanceFen === null) return fail('RESERVE_NOT_OPEN');
    if (amountFen > balanceFen) return fail('RESERVE_SHORT', { balance: yuanDigits(balanceFen), amount: yuanDigits(amountFen) });
    await notify(tx, {
      to: { performer: 'township-leader', division: townshipOf(kase) },
      template: 'aid.sign',
      params: { name: kase.applicantName, amount: yuanDigits(amountFen) },
      caseId: kase.id,
    });
    return ok({ to: 'toSign', opinion: `先行救助${yuanDigits(amountFen)}元`, data: { amountFen } });
  },
});

const returnProposal = handler({
  input: z.strictObject({ reason: Reason }),
  run: async (_tx, _kase, input): Done => ok({ to: 'toHelp', opinion: input.reason }),
});

const payFirstAid = handler({
  input: z.strictObject({
    receipt: FileRef.meta({
      label: '领款签字',
      help: '请领款人在屏幕上签字，或拍下收据',
      widget: 'signature',
      paper: 'aid-receipt',
    }),
  }),
  async run(tx, kase, input): Done {
    const events = await caseEvents(tx, kase.id);
    const proposal = events.findLast((e) => e.action === 'proposeFirstAid')!;
    const photo = events.findLast((e) => e.action === 'accept')!.data!.photo as string;
    const amountFen = proposal.data!.amountFen as Fen;
    const bound = await bindFiles(tx, [input.receipt], {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    const paid = await payFromReserve(tx, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      township: townshipOf(kase),
      amountFen,
      first: { id: proposal.actorId, name: proposal.actorName, on: proposal.onDate },
      receiptFile: input.receipt,
      photoFile: photo,
    });
    if (!paid.ok) return paid;
    const recorded = await recordGrant(tx, kase.id, { townshipFen: amountFen });
    if (!recorded.ok) return recorded;
    const letter = await issue(tx, kase, {
      kind: aidDocuments.outlay,
      at: 'township',
      letter: outlaySheet({
        application: applicationOf(kase),
        township: tx.divisions.get(townshipOf(kase))?.name ?? '',
        cause: emergencyCauses[formOf(kase).cause],
        persons: formOf(kase).persons,
        amountFen,
        balanceFen: paid.value.balanceFen,
        first: proposal.actorName,
        second: tx.actor.name,
        on: tx.today,
      }),
    });
    if (!letter.ok) return letter;
    const split = await flagSplitting(tx, kase, amountFen);
    if (!split.ok) return split;
    await tellApplicant(tx, kase, 'aid.helped', { amount: yuanDigits(amountFen), tel: telephone(tx, kase) });
    return ok({
      to: 'helped',
      opinion: `已付${yuanDigits(amountFen)}元，备用金余额${yuanDigits(paid.value.balanceFen)}元`,
      data: { amountFen },
      ...(split.value ? { addFlags: ['split-pattern'] } : {}),
    });
  },
});

/** 8.3: flagged for the auditors, never refused. True when it was. */
export async function flagSplitting(
  tx: Tx,
  kase: Case,
  townshipFen: Fen,
  limitKey: 'TA-LIMIT-TWP-EMERGENCY' | 'TA-LIMIT-TWP-EXPENSE' = 'TA-LIMIT-TWP-EMERGENCY',
): Promise<Result<boolean>> {
  const days = await wholeParameter(tx, 'TA-SPLIT-DAYS', kase.division, tx.today);
  if (!days.ok) return days;
  const limit = await wholeParameter(tx, limitKey, kase.division, tx.today);
  if (!limit.ok) return limit;
  const found = splitPattern(
    await earlierAid(tx, kase),
    { on: tx.today as PlainDate, townshipFen },
    { days: days.value, townshipLimitFen: limit.value },
  );
  if (found) await noteAid(tx, kase.id, { splitCount: found.count });
  return ok(found !== null);
}

export const firstAid = { accept, dismiss, proposeFirstAid, returnProposal, payFirstAid };
