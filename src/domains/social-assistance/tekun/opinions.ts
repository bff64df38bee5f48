/** What the township does in a case of 特困: obligors one by one, its opinion, a new one after objections, and the file to the county. */

import { z } from 'zod';
import { isOwnHand } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, caseEvents, type Effect, handler, Opinion } from '../../../kernel/service/server.ts';
import { isByTownship } from '../delegation/entrusted.ts';
import { countyOf } from '../family/places.ts';
import { Handing, handedBy, settle } from '../procedure/county.ts';
import { goTo, Nothing } from '../procedure/index.ts';
import { issueOpinion } from '../procedure/letters.ts';
import { visitsOf } from '../procedure/visit.ts';
import { SupporterFacts } from './facts.ts';
import { computeTekun, supportersOf } from './facts-of-case.ts';
import type { TekunState } from './flow.ts';
import { tekun } from './procedure.ts';
import { drawSpotCheck } from './spot-check.ts';

type Done = Promise<Result<Effect<TekunState>>>;

export const verifySupporters = handler({
  input: z.strictObject({
    supporters: z.array(SupporterFacts).max(20).default([]).meta({
      label: '核实的法定义务人',
      help: '逐人核实年龄、收入和财产；授权核对有结果的，已按查得的填好；没有法定义务人的留空',
    }),
    basis: z.string().trim().min(4, '请写明怎样核实的').max(500).meta({ label: '核实情况', widget: 'textarea' }),
  }),
  initial: async (tx, kase) => ({
    supporters: (await supportersOf(tx, kase)).supporters,
  }),
  async run(_tx, kase, input): Done {
    return ok({
      to: kase.state as TekunState,
      opinion: `核实法定义务人${input.supporters.length}名。${input.basis}`,
      data: { supporters: input.supporters },
    });
  },
});

export const giveOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async (tx, kase) => {
    const computed = await computeTekun(tx, kase);
    if (!computed.ok) return {};
    const { outcome } = computed.value.decision;
    return {
      opinion:
        outcome === 'eligible'
          ? '经核对和调查，符合特困人员条件，拟予认定。'
          : outcome === 'not-eligible'
            ? '经核对和调查，不符合特困人员条件，拟不予认定。'
            : '',
    };
  },
  async run(tx, kase, input): Done {
    const clerk = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'submitForReview');
    if (clerk && isOwnHand(tx.actor, clerk.actorId, clerk.onDate)) return fail('OWN_SUBMISSION');
    const settled = await settle(tx, tekun, kase, 'initial');
    if (!settled.ok) return settled;
    const { decision } = settled.value;
    const visits = await visitsOf(tx, kase);
    const letter = await issueOpinion(tx, tekun, kase, {
      decision,
      opinion: input.opinion,
      memberCount: 1,
      verification: '核对报告已出具，差异已逐项处置',
      survey: visits.at(-1)?.findings ?? '',
      clerk: clerk?.actorName ?? '',
    });
    if (!letter.ok) return letter;
    const here = isByTownship(kase);
    return goTo(tx, tekun, kase, {
      to: decision.outcome === 'eligible' ? 'toPost' : here ? 'confirmingHere' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id, amountFen: decision.amountFen },
    });
  },
});

/** 有异议的重新调查、提出新意见，再公示一次（43号第十五条）. */
export const reviseOpinion = handler({
  input: z.strictObject({ opinion: Opinion }),
  async run(tx, kase, input): Done {
    const settled = await settle(tx, tekun, kase, 'reviewed');
    if (!settled.ok) return settled;
    return goTo(tx, tekun, kase, {
      to: settled.value.decision.outcome === 'eligible' ? 'toPost' : 'toFile',
      opinion: input.opinion,
      data: { decisionId: settled.value.id },
    });
  },
});

export const endNotice = handler({
  input: Nothing,
  run: (tx, kase): Done => {
    const here = isByTownship(kase);
    return goTo(tx, tekun, kase, { to: here ? 'confirmingHere' : 'toFile' });
  },
});

/** The flag of a file that is drawn as it comes to the county, which is told to visit; none otherwise. */
async function drawnForCounty(tx: Tx, kase: Case): Promise<Result<string[]>> {
  const draw = await drawSpotCheck(tx, kase);
  if (!draw.ok) return draw;
  if (!draw.value.drawn) return ok([]);
  await notify(tx, {
    to: { performer: 'county-clerk', division: countyOf(kase) },
    template: 'tekun.spot',
    params: { name: kase.applicantName },
    caseId: kase.id,
  });
  return ok(['spot-check']);
}

export const fileToCounty = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  async run(tx, kase, input): Done {
    const drawn = await drawnForCounty(tx, kase);
    if (!drawn.ok) return drawn;
    return goTo(tx, tekun, kase, { to: 'confirming', opinion: input.opinion || null, addFlags: drawn.value });
  },
});

export const passToCounty = handler({
  input: Handing,
  async run(tx, kase, input): Done {
    const drawn = await drawnForCounty(tx, kase);
    if (!drawn.ok) return drawn;
    const handed = handedBy(input);
    return goTo(tx, tekun, kase, { to: 'confirming', ...handed, addFlags: [...handed.addFlags, ...drawn.value] });
  },
});
