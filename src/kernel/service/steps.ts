/** What handlers of many flows do alike: an opinion, a reason, papers asked for, the applicant and the next holder told, an end before the decision. */
import { z } from 'zod';
import type { Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { type NoticeParams, notify } from '../notice/server.ts';
import { ok, type Result } from '../result/index.ts';
import { askForPapers } from './deeming.ts';
import { officeOf } from './escalation.ts';
import { type Case, type Effect, handler } from './flows.ts';
import { withdrawNotices } from './notices.ts';

export const Opinion = z.string().trim().min(2, '请写明意见').max(500, '不超过500字').meta({ label: '意见', widget: 'textarea' });
export const Reason = z
  .string()
  .trim()
  .min(4, '请写明原因（至少4个字）')
  .max(500, '不超过500字')
  .meta({ label: '原因', widget: 'textarea' });
export const OpinionOnly = z.strictObject({ opinion: Opinion });
export const ReasonOnly = z.strictObject({ reason: Reason });

export const tellApplicant = (tx: Tx, kase: Case, template: string, params: NoticeParams = {}): Promise<void> =>
  notify(tx, { to: { personId: kase.applicantPersonId }, template, params, caseId: kase.id });

type Steps<State extends string> = Readonly<Record<State, { readonly holder: string | null; readonly zh: string }>>;
/** Holders that are no office: told otherwise, or not at all. */
const noOffice: readonly string[] = ['applicant', 'anyone', 'timer'];

/** Moves on, and tells the office that holds the next step that work has come: by `name` and `step`, with what else the template wants. */
export async function goTo<State extends string>(
  tx: Tx,
  steps: Steps<State>,
  kase: Case,
  effect: Effect<State>,
  told: { readonly template: string; readonly params?: NoticeParams },
): Promise<Result<Effect<State>>> {
  const { holder, zh } = steps[effect.to];
  if (holder && !noOffice.includes(holder))
    await notify(tx, {
      to: { performer: holder as Performer, division: officeOf(holder, kase.division) },
      template: told.template,
      params: { name: kase.applicantName, step: zh, ...told.params },
      caseId: kase.id,
    });
  return ok(effect);
}

/** 一次性告知补正: what is missing, told once with the last day to bring it. The template has `list` and `until`. */
export const askingForPapers = (of: {
  readonly template: string;
  readonly help: string;
  readonly params?: (tx: Tx, kase: Case) => Promise<NoticeParams> | NoticeParams;
}) =>
  handler({
    input: z.strictObject({
      papers: z
        .array(z.strictObject({ paper: z.string().trim().min(2, '请写明缺什么').max(60).meta({ label: '缺什么' }) }))
        .min(1, '请至少列一项')
        .max(20)
        .meta({ label: '需要补正的材料', help: of.help }),
    }),
    async run(tx, kase, input): Promise<Result<Effect<'supplement'>>> {
      const until = await askForPapers(tx, kase);
      if (!until.ok) return until;
      const list = input.papers.map(({ paper }) => paper).join('、');
      await tellApplicant(tx, kase, of.template, { list, until: until.value, ...(await of.params?.(tx, kase)) });
      return ok({ to: 'supplement', opinion: `需补正：${list}`, answerBy: until.value });
    },
  });

/** The applicant takes it back: what hangs on a board is taken down. */
export const withdrawCase = handler({
  input: ReasonOnly,
  async run(tx, kase, input): Promise<Result<Effect<'withdrawn'>>> {
    await withdrawNotices(tx, kase.id);
    return ok({ to: 'withdrawn', opinion: input.reason });
  },
});

/** The person whom it is about has died. */
export const endByDeath = handler({
  input: z.strictObject({}),
  async run(tx, kase): Promise<Result<Effect<'ended'>>> {
    await withdrawNotices(tx, kase.id);
    return ok({ to: 'ended' });
  },
});
