/** What the simulated departments answer about a family: what is true, as far as they can see it by the day on which they are asked. */
import { sql } from '../../database/sql.ts';
import type { VerificationSource } from '../../domains/social-assistance/verification/server.ts';
import { type AnswerItemInput, setSimulatedAnswer } from '../../kernel/exchange/server.ts';
import { decisionsOfCase } from '../../kernel/policy/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { CaseReceipt } from '../../kernel/service/server.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import type { Spell, TrueFamily } from '../../simulate/world.ts';

const activeOn = <T>(spells: readonly Spell<T>[], on: PlainDate): Spell<T>[] =>
  spells.filter((s) => s.from <= on && (s.to === null || s.to >= on));

/** What tax, registration and real estate say of a family on the day on which they are asked: what is true and can be seen by then. */
export async function prepareDepartments(city: SimulatedCity, family: TrueFamily): Promise<void> {
  const today = city.today();
  const told = (source: VerificationSource, idNumber: string, items: AnswerItemInput[]) => ({ source, idNumber, items });
  const answers = family.people.flatMap((person) => {
    const wages = activeOn(person.incomes, today).filter((s) => s.value.type === 'wage' && s.seenBy != null && s.seenBy <= today);
    return [
      told('civil-registration', person.idNumber, [{ kind: 'registered', text: '户籍在册，状态正常' }]),
      told(
        'tax',
        person.idNumber,
        wages.map((s) => ({
          kind: 'wage',
          text: '工资薪金所得',
          amountFen: s.value.fen,
          from: s.from < '2021' ? null : (s.from.slice(0, 7) as never),
        })),
      ),
      told(
        'real-estate',
        person.idNumber,
        person.ref === 'p0'
          ? activeOn(family.houses, today).map((s) => ({ kind: 'house', text: '住宅', quantity: String(s.value.areaSqm) }))
          : [],
      ),
    ];
  });
  await city.context.write(city.system, async (tx) => {
    for (const answer of answers) await setSimulatedAnswer(tx, answer);
  });
}

/** A case as it stands now: a timer may have moved it. */
export const versionOf = (city: SimulatedCity, kase: CaseReceipt): Promise<CaseReceipt> =>
  city.context.read(city.system, (tx) =>
    tx.one<CaseReceipt>(sql`select id, version, state from service_case where id = ${kase.id}`),
  );

/** What the newest decision of a case came to, and what did not speak for it. */
export async function reasonsOf(city: SimulatedCity, caseId: string): Promise<string> {
  const last = (await city.context.read(city.system, (tx) => decisionsOfCase(tx, caseId))).at(-1);
  if (!last) return '';
  const against = last.decision.clauses.filter((clause) => clause.verdict !== 'met');
  return [last.outcome, ...against.map((c) => `${c.name}：${c.note ?? c.verdict}`)].join('；');
}
