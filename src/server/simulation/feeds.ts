/** What departments tell by themselves: social insurance, a month late, who began to be insured by an employer or is no longer; prisons whom they took in; banks who used a card. */
import { plusDays } from '../../kernel/calendar/index.ts';
import { type FeedRow, takeFeed } from '../../kernel/exchange/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { Play, SimulatedCity } from '../../simulate/replay.ts';
import type { Signal, TrueFamily, TruePerson } from '../../simulate/world.ts';

const LATE_DAYS = 31;

async function send(
  city: SimulatedCity,
  of: { family: TrueFamily; person: TruePerson; row: Omit<FeedRow, 'reference' | 'idNumber'> },
): Promise<void> {
  const { family, person, row } = of;
  if (person.death && person.death.on <= row.happenedOn) return;
  const department = await city.staff('dept-user', city.context.city);
  // Of people whom the platform does not know it takes nothing, and says so.
  await takeFeed(city.context, department, [
    { ...row, reference: `${family.key}-${person.ref}-${row.type.length}-${row.happenedOn}`, idNumber: person.idNumber },
  ]);
  city.tellToday();
}

/** How a department's own finding is sent. */
const rowOf = (family: TrueFamily, kind: Signal['kind']): Pick<FeedRow, 'type' | 'payload'> =>
  ({
    'poverty-listed': { type: 'poverty.monitor.listed', payload: {} },
    'school-hardship': { type: 'school.hardship.reported', payload: { schoolId: 'S0001', kind: 'hardship' } },
    'veteran-hardship': { type: 'veteran.hardship.opened', payload: { caseId: family.key, kind: 'health' } },
  })[kind];

export function feedPlay(): Play {
  return {
    begin(city, family) {
      const first = city.today();
      const asked = family.asks[0]?.on ?? first;
      for (const { kind, person: ref, on } of family.signals ?? []) {
        const person = family.people.find((p) => p.ref === ref)!;
        city.onAnyDay(on, () => send(city, { family, person, row: { happenedOn: on, ...rowOf(family, kind) } }));
      }
      for (const person of family.people) {
        const tell = (on: PlainDate, type: string, happenedOn: PlainDate, payload: Record<string, unknown>) =>
          city.onAnyDay(on, () => send(city, { family, person, row: { type, happenedOn, payload } }));
        for (const on of person.seen ?? []) tell(on, 'life.proved', on, { way: 'card' });
        for (const { from, told } of person.custody)
          if (told.on && told.by === 'department') tell(told.on, 'custody.started', from, { kind: 'prison' });
        for (const { value, from, to, seenBy } of person.incomes) {
          if (value.type !== 'wage') continue;
          const insured = { employerId: 'E0001', wageBaseFen: value.fen };
          // Who had the job before anything was played is told when the family is first registered.
          if (from <= first) tell(plusDays(asked, 7), 'employment.insured', from, insured);
          else if (seenBy) tell(seenBy, 'employment.insured', from, insured);
          // Who goes from one job straight to the next never ceases to be insured.
          const goesOn = (over: PlainDate) =>
            person.incomes.some((other) => other.value.type === 'wage' && other.from === plusDays(over, 1));
          if (to && to >= first && !goesOn(to)) tell(plusDays(to, LATE_DAYS), 'employment.insurance.ended', to, {});
        }
      }
    },
  };
}
