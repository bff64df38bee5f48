/** Survey and economic-status check: asked, answered, differences disposed of, submitted for the opinion. */
import { z } from 'zod';
import { shortDate } from '../../../kernel/calendar/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, type FormField, type PlainDate } from '../../../kernel/schema/index.ts';
import { handler, Opinion, Reason, tellApplicant } from '../../../kernel/service/server.ts';
import { factsOf, formOf } from '../family/facts-of-case.ts';
import { familyOf } from '../family/people.ts';
import { discrepancyKinds, dispositions } from '../family/terms.ts';
import { supportersReady } from '../supporters/views.ts';
import {
  allowExplaining,
  auxiliarySigns,
  disposeDiscrepancy,
  isDisputed,
  issueReport,
  issueReportPaper,
  openDiscrepancies,
  requestVerification,
  spendingOf,
  startVerification,
  statementsSaid,
  verificationProgress,
} from '../verification/server.ts';
import { statementNames } from '../verification/statement.ts';
import { benefitOf, type Done, goTo, type Handlers, Nothing, type Procedure, telephone } from './index.ts';
import { visitsOf } from './visit.ts';

export function survey(
  p: Procedure,
): Handlers<'startSurvey' | 'startCheck' | 'issueReport' | 'disposeDiscrepancy' | 'submitForReview' | 'returnToSurvey'> {
  const startSurvey = handler({
    input: Nothing,
    async run(tx, kase): Done {
      const form = formOf(kase);
      const members = await familyOf(tx, kase, form);
      const requested = await requestVerification(tx, {
        caseId: kase.id,
        division: kase.division,
        applicantId: kase.applicantPersonId,
        members: members.map(({ ref, personId, name, idNumber }) => ({ ref, personId, name, idNumber })),
        declared: await factsOf(tx, kase),
      });
      if (!requested.ok) return requested;
      await notify(tx, {
        to: { performer: 'village-worker', division: kase.division },
        template: 'assistance.visit',
        params: { name: kase.applicantName, benefit: benefitOf(p, kase) },
        caseId: kase.id,
      });
      return goTo(tx, p, kase, { to: 'toCheck' });
    },
  });

  const startCheck = handler({
    input: Nothing,
    async run(tx, kase): Done {
      const started = await startVerification(tx, { caseId: kase.id });
      return started.ok ? ok({ to: 'checking', data: { queries: started.value.queries } }) : started;
    },
  });

  const report = handler({
    input: z.strictObject({
      proceedReason: z
        .string()
        .trim()
        .max(500)
        .default('')
        .meta({ label: '有部门未反馈仍出报告的理由', help: '全部反馈时不用填', widget: 'textarea' }),
    }),
    async run(tx, kase, input): Done {
      const issued = await issueReport(tx, {
        caseId: kase.id,
        ...(input.proceedReason ? { proceedReason: input.proceedReason } : {}),
      });
      if (!issued.ok) return issued;
      const paper = await issueReportPaper(tx, kase);
      if (!paper.ok) return paper;
      const { reportNo, discrepancyCount, unanswered } = issued.value;
      let answerBy: PlainDate | null = null;
      if (discrepancyCount > 0) {
        const days = await wholeParameter(tx, `${p.limits}-LIMIT-CHECK-OBJECTION`, kase.division, tx.today);
        if (!days.ok) return days;
        answerBy = tx.calendar.addWorkdays(tx.today, days.value, kase.division);
        await allowExplaining(tx, { caseId: kase.id, until: answerBy });
        await tellApplicant(tx, kase, 'assistance.mismatch', {
          n: discrepancyCount,
          date: answerBy,
          tel: telephone(tx, kase),
        });
      }
      return goTo(tx, p, kase, {
        to: 'surveying',
        opinion: `核对报告${reportNo}：差异${discrepancyCount}项${unanswered.length > 0 ? `，${unanswered.length}个来源未反馈` : ''}`,
        data: { reportNo },
        answerBy,
      });
    },
  });

  const dispose = handler({
    input: z.strictObject({
      id: z.string().min(1, '请选择差异').meta({ label: '哪一项差异' }),
      disposition: choice(dispositions).meta({ label: '处置结论' }),
      reason: Reason,
    }),
    async offered(tx, kase) {
      return (await openDiscrepancies(tx, kase.id)).length > 0;
    },
    async fields(tx, kase): Promise<readonly FormField[]> {
      const open = await openDiscrepancies(tx, kase.id);
      const said = (await statementsSaid(tx, kase.id)).map(
        (s) =>
          `申请人${shortDate(s.on)}${statementNames[s.kind]}：${s.text}${s.papers.length > 0 ? `（附材料${s.papers.length}份）` : ''}`,
      );
      return [
        {
          name: 'id',
          type: 'choice',
          label: '哪一项差异',
          required: true,
          choices: open.map((d) => ({ value: d.id, label: d.text })),
        },
        {
          name: 'disposition',
          type: 'choice',
          label: '处置结论',
          required: true,
          ...(said.length > 0 ? { help: said.join('\n') } : {}),
          choices: Object.entries(dispositions).map(([value, label]) => ({ value, label })),
        },
        { name: 'reason', type: 'text', label: '理由', required: true, widget: 'textarea', min: 4, max: 500 },
      ];
    },
    async run(tx, kase, input): Done {
      if (!(await openDiscrepancies(tx, kase.id)).some((d) => d.id === input.id)) return fail('NOT_FOUND');
      const disposed = await disposeDiscrepancy(tx, input);
      if (!disposed.ok) return disposed;
      return ok({
        to: 'surveying',
        // The amounts stay sealed with the discrepancy; the history says what kind it was.
        opinion: `${discrepancyKinds[disposed.value.detail.kind]}差异：${dispositions[input.disposition]}。${input.reason}`,
        ...((await openDiscrepancies(tx, kase.id)).length === 0 ? { answerBy: null } : {}),
      });
    },
  });

  const submitForReview = handler({
    input: z.strictObject({ opinion: Opinion }),
    initial: async () => ({ opinion: '经核对和入户调查，情况属实，请审核。' }),
    async run(tx, kase, input): Done {
      const check = await verificationProgress(tx, kase.id);
      if (!check?.reportNo) return fail('REPORT_MISSING');
      if (isDisputed(check.state)) return fail('CHECK_DISPUTED', { date: check.reviewDue ?? '' });
      const open = await openDiscrepancies(tx, kase.id);
      if (open.length > 0) return fail('DISPOSITION_MISSING', { count: open.length });
      const supporters = await supportersReady(tx, kase.id);
      if (!supporters.ok) return supporters;
      const visits = (await visitsOf(tx, kase)).length;
      if (visits === 0) return fail('VISIT_MISSING');
      const { lines, extraVisit } = await spendingOf(tx, { caseId: kase.id, division: kase.division });
      if (extraVisit && visits < 2)
        return fail('EXTRA_VISIT_MISSING', {
          names: lines
            .filter((l) => l.above)
            .map((l) => auxiliarySigns[l.sign])
            .join('、'),
        });
      return goTo(tx, p, kase, { to: 'reviewing', opinion: input.opinion });
    },
  });

  const returnToSurvey = handler({
    input: z.strictObject({ reason: Reason }),
    run: (tx, kase, input): Done => goTo(tx, p, kase, { to: 'surveying', opinion: input.reason }),
  });

  return {
    startSurvey,
    startCheck,
    issueReport: report,
    disposeDiscrepancy: dispose,
    submitForReview,
    returnToSurvey,
  };
}
