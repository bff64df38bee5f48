/**
 * 新的工资 (5.9 OUT-3): insured work that the monthly comparison finds and the household's known incomes do not have. Known is what the report of
 * the family's own check says, what the last decision counts, and what was told before, by the department itself or by an earlier comparison. A wage
 * that is counted stands for one job: a second one that was kept quiet beside it is told of as additional, however early it began.
 * Told once, as the department would tell it; the employer goes on as a digest, because its number may be the person's own.
 */
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import type { AnsweredQuery, AnswerItem } from '../../../kernel/exchange/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { isWageCounted } from '../warning/rules.ts';
import { type Signal, signalsSince } from '../warning/signals.ts';
import { situationOf } from '../warning/standing.ts';
import { lineOfCheck } from './store.ts';

const SOURCE = 'social-insurance';
const EMPLOYER_DIGEST = 'employer';
const EVER = '2000-01-01' as PlainDate;

/** What tells one job from another: the number of the employer, else what the register says of it and since when. */
const identity = ({ recordNo, text, from }: AnswerItem): string => recordNo ?? JSON.stringify([text, from]);

/** Paid work that goes on: the base may change, the job is the same. */
const isCurrent = ({ kind, amountFen, to }: AnswerItem, month: YearMonth): boolean =>
  kind === 'wage' && amountFen !== null && (to === null || to >= month);

const beganOn = ({ from, date }: AnswerItem, asOf: PlainDate): PlainDate => date ?? (from ? (`${from}-01` as PlainDate) : asOf);

/** Whether a job has been told of: it began in the month that was told, or at an employer that was told and has not ended since. */
function isTold(told: readonly Signal[], job: { on: PlainDate; employers: readonly string[] }): boolean {
  const month = monthOf(job.on);
  const endedBetween = (since: PlainDate): boolean =>
    told.some((s) => s.kind === 'employment.insurance.ended' && s.asOf >= since && monthOf(s.asOf) < month);
  return told.some(
    (s) =>
      s.kind === 'employment.insured' &&
      (monthOf(s.asOf) === month || (job.employers.includes(String(s.payload.employerId)) && !endedBetween(s.asOf))),
  );
}

/** Jobs beside those that the counted wages stand for: first those that the check of the family found, then as many others, the least paid first. */
function beyondCounted(jobs: readonly AnswerItem[], checked: ReadonlySet<string>, wages: number): Set<string> {
  const paid = new Map<string, number>();
  for (const job of jobs) paid.set(identity(job), Math.max(paid.get(identity(job)) ?? 0, job.amountFen ?? 0));
  const others = [...paid].filter(([employer]) => !checked.has(employer)).toSorted(([, a], [, b]) => a - b);
  const unexplained = Math.max(0, wages - (paid.size - others.length));
  return new Set(others.slice(unexplained).map(([employer]) => employer));
}

/** Tells of every new job in an answer of the comparison. */
export async function hearJobs(tx: Tx, query: AnsweredQuery): Promise<void> {
  if (query.source !== SOURCE) return;
  const asOf = query.answerAsOf ?? tx.today;
  const jobs = (query.answer?.items ?? []).filter((item) => isCurrent(item, monthOf(asOf)));
  if (jobs.length === 0) return;
  const line = await lineOfCheck(tx, query);
  const checked = new Set(line?.items.filter((i) => isCurrent(i, monthOf(line.asOf ?? asOf))).map(identity));
  const standing = (await situationOf(tx, query.personId, tx.today))?.standing ?? null;
  const begunBefore = (item: AnswerItem): boolean => standing !== null && isWageCounted(beganOn(item, asOf), standing);
  const additional = beyondCounted(jobs.filter(begunBefore), checked, standing?.wagesCounted ?? 0);
  const told = await signalsSince(tx, [query.personId], EVER);
  const heard = new Set<string>();
  for (const item of jobs) {
    const employer = identity(item);
    const on = beganOn(item, asOf);
    // A department that tells of a job by itself gives the number of the employer as it is.
    const employers = [employer, ...tx.keys.digests(EMPLOYER_DIGEST, employer).map((digest) => digest.toString('hex'))];
    const isAdditional = additional.has(employer);
    const isKnown = isAdditional
      ? told.some((s) => s.payload.additional === true && employers.includes(String(s.payload.employerId)))
      : begunBefore(item) || isTold(told, { on, employers });
    if (heard.has(employer) || checked.has(employer) || isKnown) continue;
    heard.add(employer);
    await emit(tx, {
      type: 'employment.insured',
      subject: { kind: 'person', id: query.personId },
      division: query.division,
      payload: {
        personId: query.personId,
        employerId: tx.keys.digest(EMPLOYER_DIGEST, employer).toString('hex'),
        wageBaseFen: item.amountFen,
        insuredFrom: on,
        ...(isAdditional ? { additional: true } : {}),
      },
      occurredAt: `${on}T00:00:00+08:00`,
      sensitivity: 'sensitive',
    });
  }
}
