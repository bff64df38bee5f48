/** What the simulated departments answer about a family: what is true, as far as they can see it by the day on which they are asked. */
import { sql } from '../../database/sql.ts';
import { changeableSources, type VerificationSource } from '../../domains/social-assistance/verification/server.ts';
import { type AnswerItemInput, setSimulatedAnswers } from '../../kernel/exchange/server.ts';
import { decisionsOfCase } from '../../kernel/policy/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { CaseReceipt } from '../../kernel/service/server.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import type { Spell, TrueFamily, TruePerson } from '../../simulate/world.ts';

const activeOn = <T>(spells: readonly Spell<T>[], on: PlainDate): Spell<T>[] =>
  spells.filter((s) => s.from <= on && (s.to === null || s.to >= on));

/** What every department says of a family on the day on which it is asked: what is true and can be seen by then, and else nothing. */
export async function prepareDepartments(city: SimulatedCity, family: TrueFamily): Promise<void> {
  const today = city.today();
  const wagesOf = (person: TruePerson): AnswerItemInput[] =>
    activeOn(person.incomes, today)
      .filter((s) => s.value.type === 'wage' && s.seenBy != null && s.seenBy <= today)
      .map((s) => ({
        kind: 'wage',
        text: '工资薪金所得',
        amountFen: s.value.fen,
        from: s.from < '2021' ? null : (s.from.slice(0, 7) as never),
      }));
  // A history has the belongings in the applicant's name.
  const housesOf = (person: TruePerson): AnswerItemInput[] =>
    person.ref !== 'p0'
      ? []
      : activeOn(family.houses, today).map((s) => ({ kind: 'house', text: '住宅', quantity: String(s.value.areaSqm) }));
  const tells: Partial<Record<VerificationSource, (person: TruePerson) => AnswerItemInput[]>> = {
    'civil-registration': () => [{ kind: 'registered', text: '户籍在册，状态正常' }],
    tax: wagesOf,
    'real-estate': housesOf,
  };
  const answers = family.people.flatMap((person) =>
    changeableSources.map((source) => ({ source, idNumber: person.idNumber, items: tells[source]?.(person) ?? [] })),
  );
  await city.context.write(city.system, (tx) => setSimulatedAnswers(tx, answers));
}

/** A case as it stands now: a timer may have moved it. */
export const versionOf = (city: SimulatedCity, kase: CaseReceipt): Promise<CaseReceipt> =>
  city.context.read(city.system, (tx) =>
    tx.one<CaseReceipt>(sql`select id, version, state from service_case where id = ${kase.id}`),
  );

/** What the county's decision came to, and what did not speak for it. */
export async function reasonsOf(city: SimulatedCity, caseId: string): Promise<string> {
  const last = (await city.context.read(city.system, (tx) => decisionsOfCase(tx, caseId))).findLast((d) => d.kind === 'final');
  if (!last) return '';
  const against = last.decision.clauses.filter((clause) => clause.verdict !== 'met');
  return [last.outcome, ...against.map((c) => `${c.name}：${c.note ?? c.verdict}`)].join('；');
}
