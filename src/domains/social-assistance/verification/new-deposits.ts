/**
 * 金融资产季度核对 (5.9 OUT-5): once a quarter banks, securities and payment accounts are asked with the monthly comparison. The answers about one family are added up when
 * the last of them is in; a sum above the limit is told of, as a department would tell it. A source that did not answer counts as nothing: it never makes a warning.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { type AnsweredQuery, destroyAnswers, type Query, queriesOf, readAnswers } from '../../../kernel/exchange/server.ts';
import { parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { depositsAbove, fires } from '../warning/rules.ts';
import { situationOf } from '../warning/standing.ts';
import type { VerificationSource } from './sources.ts';
import { VERIFICATION_PURPOSE } from './states.ts';

export const DEPOSITS = 'deposits';
export const financial = ['bank-deposits', 'securities', 'payment-accounts'] as const satisfies readonly VerificationSource[];
const holdings: readonly string[] = ['deposit', 'internet-finance', 'securities', 'payment-account'];

/** January, April, July, October. */
export const beginsQuarter = (month: YearMonth): boolean => Number(month.slice(5)) % 3 === 1;

const sumOf = (answered: readonly AnsweredQuery[]): number =>
  answered
    .flatMap((query) => query.answer?.items ?? [])
    .reduce((sum, { kind, amountFen }) => sum + (holdings.includes(kind) ? (amountFen ?? 0) : 0), 0);

/** Hook of the exchange: families whose last answer has come. */
export async function hearDeposits(tx: Tx, settled: readonly Query[]): Promise<void> {
  const references = new Set(settled.map((q) => q.reference).filter((r) => r.startsWith(`${DEPOSITS}:`)));
  for (const reference of references) {
    const queries = await queriesOf(tx, reference);
    if (queries.some((q) => q.state === 'pending') || !queries.some((q) => q.state === 'answered')) continue;
    const householdFen = sumOf(await readAnswers(tx, { reference, purpose: VERIFICATION_PURPOSE }));
    await destroyAnswers(tx, { references: [reference] });
    const { personId, division, dataAsOf: asOf } = queries[0]!;
    const situation = await situationOf(tx, personId, tx.today);
    if (!situation) continue;
    const on = { parameters: await parametersOf(tx), division: situation.division, date: tx.today };
    const judged = withParameters(on, (read) => depositsAbove({ householdFen }, situation.standing, read));
    if (!judged.ok) throw new Error(`deposits of ${reference}: ${JSON.stringify(judged.params)}`);
    if (!fires(judged.value)) continue;
    await emit(tx, {
      type: 'deposit.checked',
      subject: { kind: 'person', id: personId },
      division,
      payload: { personId, householdFen, asOf },
      occurredAt: `${asOf}T00:00:00+08:00`,
      sensitivity: 'sensitive',
    });
  }
}
