/**
 * 公众评价: anonymous, one answer for a telephone. What is kept is how many answered what on which day, and apart from it keyed digests of the numbers, bound to
 * this survey, until the report is made: nothing leads from a number to its answer, or to another survey.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Mobile, type PlainDate, Uuid } from '../../../kernel/schema/index.ts';
import './errors.ts';
import { type Evaluation, findEvaluations } from './store.ts';
import { surveyAnswers } from './terms.ts';

export const SurveyForm = z.strictObject({
  survey: Uuid,
  answer: choice(surveyAnswers).meta({ label: '总的来说，您满意吗', choices: surveyAnswers }),
  phone: Mobile.meta({ label: '手机号', protect: true }),
});

const isOpen = (tx: Tx, e: Evaluation): boolean => e.state === 'open' && e.surveyFrom <= tx.today && tx.today <= e.surveyUntil;

/** Those that anybody may answer today. */
export const openSurveys = async (tx: Tx): Promise<{ id: string; title: string; until: PlainDate }[]> =>
  (await findEvaluations(tx, sql`e.state = 'open'`))
    .filter((e) => isOpen(tx, e))
    .map(({ id, title, surveyUntil }) => ({ id, title, until: surveyUntil }));

/** One answer for a number and a survey; a second one is told so, whatever it says. */
export const answerSurvey = (
  context: Context,
  given: z.infer<typeof SurveyForm> & { requestId: string },
): Promise<Result<{ id: string }>> => {
  const { requestId, ...answer } = given;
  // 号码只进摘要：请求的留底里也不留
  const kept = {
    survey: answer.survey,
    phone: context.keys.digest('plan-survey', `${answer.survey} ${answer.phone}`).toString('hex'),
  };
  return context.once(
    systemActor('plan-survey', context.city),
    { action: 'survey.answer', requestId, body: kept },
    async (tx) => {
      const [survey] = await findEvaluations(tx, sql`e.id = ${answer.survey}`);
      if (!survey || !isOpen(tx, survey)) return fail('SURVEY_CLOSED');
      // 换密钥期间，旧密钥的摘要也算
      const digests = tx.keys.digests('plan-survey', `${survey.id} ${answer.phone}`);
      const known = await tx.maybe(
        sql`select 1 as known from plan_survey_voice where evaluation_id = ${survey.id} and phone_digest = any(${digests}::bytea[])`,
      );
      if (known) return fail('SURVEY_ANSWERED');
      const added = await tx.run(sql`insert into plan_survey_voice (evaluation_id, division, phone_digest)
      values (${survey.id}, ${tx.city}, ${tx.keys.digest('plan-survey', `${survey.id} ${answer.phone}`)}) on conflict do nothing`);
      if (added === 0) return fail('SURVEY_ANSWERED');
      await tx.run(sql`insert into plan_survey_count (evaluation_id, division, on_day, answer, copies) values (${survey.id}, ${tx.city}, ${tx.today}, ${answer.answer}, 1)
      on conflict (evaluation_id, on_day, answer) do update set copies = plan_survey_count.copies + 1`);
      await emit(tx, {
        type: 'survey.answered',
        division: tx.city,
        subject: { kind: 'plan-survey', id: survey.id },
        payload: { surveyId: survey.id, answeredAt: tx.now },
        sensitivity: 'internal',
      });
      return ok({ id: survey.id });
    },
  );
};

/** Once the report is made the numbers have served their purpose. */
export const forgetVoices = (tx: Tx, evaluation: string): Promise<number> =>
  tx.run(sql`delete from plan_survey_voice where evaluation_id = ${evaluation}`);
