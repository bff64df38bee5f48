/** Public notice (57号第十九条): posted for its days, objected to, appraised. */
import { z } from 'zod';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, sentence } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, type Fen, FileRef, type FormField, type PlainDate } from '../../../kernel/schema/index.ts';
import {
  type Case,
  handler,
  objectionsOfCase,
  postNotice,
  settleObjections,
  tellApplicant,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { BY_TOWNSHIP } from '../delegation/terms.ts';
import { formOf } from '../family/facts-of-case.ts';
import { appraisalFields, foundProblems, foundShape } from '../family/found.ts';
import { townshipOf } from '../family/places.ts';
import { type Done, goTo, type Handlers, Nothing, type Procedure, proposalOf, telephone } from './index.ts';
import { issueAppraisal, issueNotice } from './letters.ts';

/** What would be decided now, for the notice: null amount where what is proposed is a status and no money. */
export async function proposed(
  tx: Tx,
  p: Procedure,
  kase: Case,
): Promise<{ amountFen: Fen | null; persons: number; text: string }> {
  const computed = await p.compute(tx, kase);
  if (!computed.ok) return { amountFen: 0, persons: 0, text: p.proposes };
  const { decision } = computed.value;
  return { amountFen: decision.amountFen, persons: decision.persons, text: proposalOf(p, decision) };
}

const upheldNames = { upheld: '异议成立，事实有变化', dismissed: '异议不成立' } as const;

const Appraisal = z.strictObject({
  heldOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '请填写日期')
    .meta({ label: '评议日期', widget: 'date', format: 'plain-date' }),
  place: z.string().trim().min(2).max(60).meta({ label: '地点' }),
  host: z.string().trim().min(2).max(50).meta({ label: '主持人' }),
  participants: z.string().trim().min(5, '请写明参加人员').max(500).meta({ label: '参加人员', widget: 'textarea' }),
  discussion: z.string().trim().min(5).max(2000).meta({ label: '评议情况', widget: 'textarea' }),
  agree: z.int().min(0).max(200).meta({ label: '认为符合', unit: '票' }),
  disagree: z.int().min(0).max(200).meta({ label: '认为不符合', unit: '票' }),
  abstain: z.int().min(0).max(200).default(0).meta({ label: '弃权', unit: '票' }),
  upheld: choice(upheldNames).meta({ label: '异议是否成立' }),
  result: z.string().trim().min(4).max(500).meta({ label: '处理结果', help: '会答复提出异议的人', widget: 'textarea' }),
  ...foundShape,
});

export function notice(p: Procedure): Handlers<'postNotice' | 'object' | 'endNotice' | 'recordAppraisal'> {
  const post = handler({
    input: z.strictObject({
      place: z.string().trim().min(2, '请填写张贴地点').max(60).meta({ label: '张贴地点' }),
      photo: FileRef.optional().meta({ label: '张贴照片', paper: 'notice-photo' }),
    }),
    initial: async () => ({ place: '村（居）委会公示栏' }),
    async run(tx, kase, input): Done {
      const days = await wholeParameter(tx, p.noticeDays ?? 'NOTICE-DAYS', kase.division, tx.today);
      if (!days.ok) return days;
      if (input.photo) {
        const bound = await bindFiles(tx, [input.photo], {
          caseId: kase.id,
          personId: kase.applicantPersonId,
          division: kase.division,
        });
        if (!bound.ok) return bound;
      }
      const until: PlainDate = plusDays(tx.today, days.value);
      const { amountFen, persons, text } = await proposed(tx, p, kase);
      await postNotice(tx, {
        caseId: kase.id,
        kind: 'proposed',
        division: kase.division,
        memberCount: persons,
        amountFen,
        once: p.papers?.once ?? false,
        text,
        place: input.place,
        telephone: telephone(tx, kase),
        postedOn: tx.today,
        endsOn: until,
        photoId: input.photo ?? null,
      });
      const sheet = await issueNotice(tx, p, kase, {
        memberCount: persons,
        amountFen,
        proposes: text,
        postedOn: tx.today,
        until,
      });
      if (!sheet.ok) return sheet;
      await tellApplicant(tx, kase, 'assistance.posted', { village: tx.divisions.fullName(kase.division), date: until });
      return ok({ to: 'onNotice', opinion: `张贴于${input.place}，至${until}`, enteredOn: tx.today });
    },
  });

  const object = handler({
    input: Nothing,
    async run(tx, kase): Done {
      const days = await wholeParameter(tx, `${p.limits}-LIMIT-OBJECTION`, kase.division, tx.today);
      if (!days.ok) return days;
      await notify(tx, {
        to: { performer: 'township-clerk', division: townshipOf(kase) },
        template: 'assistance.objection',
        params: { name: kase.applicantName, date: tx.calendar.addWorkdays(tx.today, days.value, kase.division) },
        caseId: kase.id,
      });
      // 有人反映的，县级必须入户（57号第二十条）：不再由乡镇确认
      return ok({ to: 'objected', addFlags: ['objection'], dropFlags: [BY_TOWNSHIP] });
    },
  });

  const endNotice = handler({ input: Nothing, run: (tx, kase): Done => goTo(tx, p, kase, { to: 'toFile' }) });

  const recordAppraisal = handler({
    input: Appraisal,
    fields: async (_, kase): Promise<readonly FormField[]> => appraisalFields(Appraisal, formOf(kase)),
    initial: async (tx) => ({ heldOn: tx.today }),
    async run(tx, kase, input): Done {
      const problems = foundProblems(formOf(kase), input.upheld === 'upheld', input);
      if (input.heldOn > tx.today) problems.push({ path: 'heldOn', message: '评议日期不能晚于今天' });
      if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
      const objections = (await objectionsOfCase(tx, kase.id)).filter((o) => o.state === 'open');
      const { heldOn, place, host, participants, discussion, agree, disagree, abstain } = input;
      const minutes = await issueAppraisal(tx, kase, {
        ...{ heldOn: heldOn as PlainDate, place, host, participants, discussion },
        objection: objections.map((o) => sentence(o.text)).join('') || '公示期间有人反映。',
        votes: { agree, disagree, abstain },
        upheld: upheldNames[input.upheld],
        result: input.result,
      });
      if (!minutes.ok) return minutes;
      await settleObjections(tx, kase.id, input.upheld, input.result);
      await withdrawNotices(tx, kase.id);
      return goTo(tx, p, kase, {
        to: 'rereviewing',
        opinion: `民主评议：符合${input.agree}票，不符合${input.disagree}票，弃权${input.abstain}票。${input.result}`,
        data: { appraisal: input },
      });
    },
  });

  return { postNotice: post, object, endNotice, recordAppraisal };
}
