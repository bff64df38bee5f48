/**
 * What is missing is told once, within the days of the rule; an application that nobody answered within them counts as accepted from the day it was
 * received (《行政许可法》第32条; platform rules 4.1).
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { longDate, plainDateOf } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import { applyEffect, lockCase, stepOf } from './cases.ts';
import { officeOf } from './escalation.ts';
import { caseEvents } from './events.ts';
import { allFlows, type Case } from './flows.ts';
import { DEEMED } from './index.ts';
import { caseNames } from './names.ts';

/** Working days within which what is missing must be told. */
const TELL_WITHIN = 'SUPPLEMENT-DAYS';
/** Working days that the applicant has to bring it. */
const BRING_WITHIN = 'SUPPLEMENT-BRING-DAYS';

defineTemplates({
  'case.deemed': {
    title: '视为已经受理',
    text: '您申请的“{item}”过了期限没有告诉您缺材料，按规定从{on}起视为已经受理，办件号{no}，咨询{tel}。',
  },
});

/**
 * Asked by the handler that tells an applicant what is missing: the last day to bring it; refused where it was told before and no paper has come in since,
 * or the application counts as accepted because nobody told it in time.
 */
export async function askForPapers(tx: Tx, kase: Case): Promise<Result<PlainDate>> {
  if (kase.flags.includes(DEEMED)) return fail('SUPPLEMENT_TOO_LATE', { on: kase.acceptedOn! });
  const events = await caseEvents(tx, kase.id);
  const told = events.findLast((event) => event.action === 'requestSupplement');
  const broughtSince = told && events.some((event) => event.seq > told.seq && Number(event.data?.newPapers ?? 0) > 0);
  if (told && !broughtSince) return fail('SUPPLEMENT_TOLD', { on: told.onDate });
  const days = await wholeParameter(tx, BRING_WITHIN, kase.division, tx.today);
  return days.ok ? ok(tx.calendar.addWorkdays(tx.today, days.value, kase.division)) : days;
}

const BATCH = 100;

interface UnansweredStep {
  flow: string;
  version: string;
  state: string;
}
interface Unanswered {
  id: string;
  division: string;
  submittedAt: string;
}
/** The first of each step, after one where one is named, in one question. */
async function unanswered(
  tx: Tx,
  steps: readonly UnansweredStep[],
  after = '00000000-0000-0000-0000-000000000000',
): Promise<Unanswered[][]> {
  const found = await tx.rows<Unanswered & { step: number }>(sql`select s.no::int - 1 as step, c.id, c.division, c.submitted_at
    from unnest(${steps.map((s) => s.flow)}::text[], ${steps.map((s) => s.version)}::text[], ${steps.map((s) => s.state)}::text[])
      with ordinality s(flow, version, state, no)
    cross join lateral (select id, division, submitted_at from service_case
      where state = s.state and flow = s.flow and flow_version = s.version and closed_at is null and due_on < ${tx.today}::date
        and accepted_on is null and step_seq = 1 and id > ${after}::uuid order by id limit ${BATCH}) c
    order by s.no, c.id`);
  return steps.map((_, i) => found.filter(({ step }) => step === i));
}

/** Counts as accepted what nobody answered in time. Returns how many. */
export async function deemAccepted(context: Context): Promise<number> {
  const city = systemActor('case-timer', context.city);
  const steps: UnansweredStep[] = allFlows().flatMap(({ flow }) =>
    Object.entries(flow.steps).flatMap(([state, step]) =>
      step.deems ? [{ flow: flow.name, version: flow.version, state }] : [],
    ),
  );
  let deemed = 0;
  const first = await context.read(city, (tx) => unanswered(tx, steps));
  for (const [i, step] of steps.entries()) {
    for (let waiting = first[i]!; ; ) {
      for (const { id, division, submittedAt } of waiting) {
        const done = await context.write(city, async (tx) => {
          const days = await wholeParameter(tx, TELL_WITHIN, division, tx.today);
          if (!days.ok || tx.calendar.addWorkdays(plainDateOf(submittedAt), days.value, division) >= tx.today) return false;
          const kase = await lockCase(tx, id);
          if (!kase.ok || kase.value.state !== step.state || kase.value.acceptedOn !== null || kase.value.stepSeq !== 1)
            return false;
          return deem(tx, kase.value);
        });
        if (done) deemed++;
      }
      const last = waiting.at(-1);
      if (waiting.length < BATCH || !last) break;
      waiting = (await context.read(city, (tx) => unanswered(tx, [step], last.id)))[0]!;
    }
  }
  return deemed;
}

async function deem(tx: Tx, kase: Case): Promise<boolean> {
  const acceptedOn = plainDateOf(kase.submittedAt);
  const counted = await applyEffect(tx, kase, 'deem', {
    to: kase.state,
    acceptedOn,
    addFlags: [DEEMED],
    opinion: `过了期限没有告知缺少的材料，从收到申请的${longDate(acceptedOn)}起视为受理`,
    after: async (accepted) => {
      await notify(tx, {
        to: { personId: kase.applicantPersonId },
        template: 'case.deemed',
        params: {
          item: (await caseNames(tx, [kase])).get(kase.id)!,
          on: acceptedOn,
          no: accepted.no!,
          tel: tx.office(officeOf('township-clerk', kase.division)).telephone,
        },
        caseId: kase.id,
      });
      return ok(null);
    },
  });
  if (!counted.ok) throw new Error(`case ${kase.id} in ${stepOf(kase).zh} cannot be deemed accepted: ${counted.code}`);
  return true;
}
