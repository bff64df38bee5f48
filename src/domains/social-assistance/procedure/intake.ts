/** Intake: accepted, incomplete, withdrawn, ended, prolonged. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles, sentence } from '../../../kernel/document/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, type FormField, formOf as formOfSchema, type PlainDate } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  askForPapers,
  type Case,
  type Effect,
  handler,
  Reason,
  tellApplicant,
  totalLimit,
  totalParameter,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { entrustedFlags } from '../delegation/entrusted.ts';
import { MEASURES } from '../dibao/documents/parts.ts';
import { recordConsents } from '../family/consents.ts';
import { formOf } from '../family/facts-of-case.ts';
import { registerFamily } from '../family/people.ts';
import { leftOut } from '../family/whole.ts';
import { connectedSources, sourceOwner, supplierOf } from '../verification/server.ts';
import {
  type Asked,
  type Done,
  goTo,
  type Handlers,
  type Procedure,
  type ProcedureState,
  serviceOf,
  telephone,
} from './index.ts';
import { issueAcceptance, issueCorrection, issueRelativeRegister, issueTermination } from './letters.ts';

const Acceptance = z.strictObject({
  apart: z.string().trim().max(200, '不超过200字').default('').meta({
    label: '同户没有申报的家人',
    help: '已经分开生活、不算一家人的写明情况；应当算的，请申请人补全后重新申请',
    widget: 'textarea',
  }),
  opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }),
});

const applicantDiedOn = async (tx: Tx, { applicantPersonId }: Case): Promise<PlainDate | null> =>
  (await tx.one<{ diedOn: PlainDate | null }>(sql`select died_on from person where id = ${applicantPersonId}`)).diedOn;

/** Before it is accepted an application waits for its papers, or is withdrawn; it is ended only because whoever asked has died. */
const mayTerminate = async (tx: Tx, kase: Case): Promise<boolean> =>
  kase.state !== 'submitted' || (await applicantDiedOn(tx, kase)) !== null;

type AskedState = 'submitted' | 'supplement' | 'withdrawn' | 'terminated';
type AskedDone = Promise<Result<Effect<AskedState>>>;

/** What becomes of any application before it is decided, whatever it is for. */
export function asked(
  p: Asked,
): Readonly<Record<'requestSupplement' | 'resubmit' | 'withdraw' | 'terminate', ActionHandler<never, AskedState>>> {
  const requestSupplement = handler({
    input: z.strictObject({
      papers: z
        .array(
          z.strictObject({
            paper: z.string().trim().min(2).max(60).meta({ label: '缺什么' }),
            reason: z.string().trim().min(2).max(200).meta({ label: '为什么需要' }),
          }),
        )
        .min(1, '请至少列一项')
        .max(20)
        .meta({ label: '需要补正的材料', help: '一次列清；数据核对能查到的材料不得要求申请人提供' }),
    }),
    async run(tx, kase, input): AskedDone {
      const until = await askForPapers(tx, kase);
      if (!until.ok) return until;
      const connected = await connectedSources(tx);
      for (const [i, { paper }] of input.papers.entries()) {
        const source = supplierOf(paper, connected);
        if (source)
          return fail('PAPER_FROM_SOURCE', { paper, owner: sourceOwner(source) }, [
            { path: `papers.${i}.paper`, message: `由${sourceOwner(source)}查询，不得要求申请人提供` },
          ]);
      }
      const letter = await issueCorrection(tx, p, kase, { missing: input.papers, until: until.value });
      if (!letter.ok) return letter;
      const list = input.papers.map((missing) => missing.paper).join('、');
      await tellApplicant(tx, kase, 'assistance.supplement', { list, until: until.value });
      return ok({ to: 'supplement', opinion: `需补正：${list}`, data: { papers: input.papers }, answerBy: until.value });
    },
  });

  const resubmit = handler({
    input: z.strictObject({
      papers: z.array(FileRef).max(20).default([]).meta({ label: '补交的材料照片', paper: 'support' }),
      explanation: z.string().trim().max(500).default('').meta({ label: '说明', widget: 'textarea' }),
    }),
    async run(tx, kase, input): AskedDone {
      const bound = await bindFiles(tx, input.papers, {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
      if (!bound.ok) return bound;
      const form = formOf(kase);
      return goTo(tx, p, kase, {
        to: 'submitted',
        opinion: input.explanation || '材料已补交',
        data: { newPapers: input.papers.length },
        form: { ...form, papers: [...form.papers, ...input.papers] },
      });
    },
  });

  const withdraw = handler({
    input: z.strictObject({ reason: Reason }),
    async run(tx, kase, input): AskedDone {
      await withdrawNotices(tx, kase.id);
      return ok({ to: 'withdrawn', opinion: input.reason });
    },
  });

  const terminate = handler({
    input: z.strictObject({ reason: Reason }),
    offered: mayTerminate,
    async run(tx, kase, input): AskedDone {
      if (!(await mayTerminate(tx, kase))) return fail('APPLICANT_LIVES');
      const letter = await issueTermination(tx, kase, {
        service: serviceOf(p, kase),
        ...(p.papers ? {} : { basis: `${MEASURES}第二十九条` }),
        reason: input.reason,
      });
      if (!letter.ok) return letter;
      await tellApplicant(tx, kase, 'assistance.terminated', { reason: input.reason, tel: telephone(tx, kase) });
      return ok({ to: 'terminated', opinion: input.reason });
    },
  });

  return { requestSupplement, resubmit, withdraw, terminate };
}

export function intake(
  p: Procedure,
): Handlers<'accept' | 'requestSupplement' | 'resubmit' | 'withdraw' | 'terminate' | 'extend'> {
  const accept = handler({
    input: Acceptance,
    fields: async (tx, kase): Promise<readonly FormField[]> => {
      const names = p.whole ? await leftOut(tx, kase) : [];
      return formOfSchema(Acceptance).flatMap((field) => {
        if (field.name !== 'apart') return [field];
        return names.length === 0 ? [] : [{ ...field, required: true, label: `同户的${names.join('、')}没有写进申请表，为什么` }];
      });
    },
    // 申请人自己写了的，经办人核实后照用
    initial: async (_, kase) => ({ apart: formOf(kase).apart ?? '' }),
    async run(tx, kase, input): Done {
      const diedOn = await applicantDiedOn(tx, kase);
      if (diedOn) return fail('APPLICANT_DIED', { name: kase.applicantName, diedOn });
      const form = formOf(kase);
      const missing = p.whole ? await leftOut(tx, kase) : [];
      if (missing.length > 0 && input.apart.length < 4)
        return fail('MEMBERS_LEFT_OUT', { names: missing.join('、') }, [{ path: 'apart', message: '请写明情况（至少4个字）' }]);
      const family = await registerFamily(tx, kase, form);
      if (!family.ok) return family;
      const admitted =
        (await p.admits?.(tx, { ...kase, householdId: family.value.householdId }, family.value.members)) ?? ok(null);
      if (!admitted.ok) return admitted;
      const consents = await recordConsents(tx, kase, form, family.value.members);
      if (!consents.ok) return consents;
      // What nobody answered in time counts as accepted already.
      const acceptedOn = kase.acceptedOn ?? tx.today;
      const entrusted = await entrustedFlags(tx, {
        id: kase.parentId && kase.id,
        key: p.byTownship,
        division: kase.division,
        on: acceptedOn,
        nearStaff: form.staffRelative.is,
      });
      const addFlags = [...(form.staffRelative.is ? ['staff-relative'] : []), ...entrusted];
      const flags = [...kase.flags, ...addFlags];
      const limitDays = await wholeParameter(tx, totalParameter(p.flow, flags)!, kase.division, tx.today);
      if (!limitDays.ok) return limitDays;
      const due = await totalLimit(
        tx,
        p.flow,
        { division: kase.division, submittedOn: tx.today, acceptedOn, enteredOn: tx.today },
        [],
        flags,
      );
      if (!due.ok) return due;
      return ok({
        to: 'accepted',
        opinion:
          [missing.length > 0 && `同户未申报：${missing.join('、')}，${sentence(input.apart)}`, input.opinion]
            .filter(Boolean)
            .join('') || null,
        householdId: family.value.householdId,
        addFlags,
        after: async (accepted: Case) => {
          const letter = await issueAcceptance(tx, p, accepted, {
            acceptedOn,
            dueOn: due.value!.dueOn,
            limitDays: limitDays.value,
          });
          if (!letter.ok) return letter;
          if (form.staffRelative.is) {
            const record = await issueRelativeRegister(tx, p, accepted);
            if (!record.ok) return record;
          }
          await tellApplicant(tx, accepted, 'assistance.accepted', {
            no: accepted.no!,
            date: due.value!.dueOn,
            tel: telephone(tx, accepted),
          });
          return ok(null);
        },
      });
    },
  });

  const extend = handler({
    input: z.strictObject({
      ground: choice({
        objection: '公示有异议',
        separated: '人户分离',
        'out-of-area': '异地申办',
        'hard-survey': '调查难度大',
      }).meta({ label: '特殊情形' }),
      reason: Reason,
    }),
    offered: async (_, kase) => !kase.flags.includes('extended'),
    async run(tx, kase, input): Done {
      if (kase.flags.includes('extended')) return fail('EXTENDED_ALREADY');
      if (kase.totalDueOn && tx.today > kase.totalDueOn) return fail('EXTEND_TOO_LATE', { due: kase.totalDueOn });
      return ok({
        to: kase.state as ProcedureState,
        opinion: input.reason,
        data: { ground: input.ground },
        addFlags: ['extended'],
      });
    },
  });

  return { accept, ...asked(p), extend };
}
