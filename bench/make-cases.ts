/**
 * Cases of a full-size city, with the least history that is valid: the case, its applicant, and one event for each step. Spread over the
 * townships as the people are; written by COPY as the owner, keys and indexes after the rows.
 */
import { plusDays } from '../src/kernel/calendar/index.ts';
import { makeKeyRing } from '../src/kernel/protect/server.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { formPlace } from '../src/kernel/service/server.ts';
import { copyInto, copyLine } from '../src/simulate/copy.ts';
import { makeRandom, type Random } from '../src/simulate/random.ts';
import { type BenchCity, since, TODAY, withOwner, withoutIndexes } from './make-city.ts';

const TABLES = {
  service_case:
    'id, no, item_id, item_version, flow, flow_version, division, applicant_person_id, applicant_name, channel, state, holder, entered_on, due_on, amber_on, red_on, total_due_on, submitted_at, accepted_on, closed_at, outcome, flags, form, seq, step_seq, version, created_at, created_by',
  case_person: 'case_id, person_id, role, division',
  case_event:
    'case_id, seq, id, division, applicant_person_id, action, from_state, to_state, actor_id, actor_name, actor_role, at, on_date',
} as const;
type Table = keyof typeof TABLES;

const BATCH = 20_000;
const CLERK = '00000000-0000-7000-8000-000000000001';

/** UUIDv7 of an instant, so that ids and time have one order. */
function idAt(random: Random, ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  const part = (digits: number) =>
    random
      .between(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${part(3)}-8${part(3)}-${part(6)}${part(6)}`;
}

interface Applicant {
  id: string;
  name: string;
  division: string;
}

/** `items` must be published in version 1 with the template of items that are data only. */
export async function makeCases(
  town: BenchCity,
  given: { open: number; closed: number; items: readonly string[]; log: (line: string) => void },
): Promise<{ seconds: { fill: number; index: number; vacuum: number }; open: number; closed: number; events: number }> {
  const ownerUrl = town.cluster.url('minzheng_owner');
  const keys = makeKeyRing(town.keyFile);
  const numbers = new Map<string, number>();
  const done = { open: 0, closed: 0, events: 0 };
  const started = performance.now();
  const { indexSeconds } = await withoutIndexes(ownerUrl, Object.keys(TABLES), () =>
    withOwner(ownerUrl, async (client) => {
      let lines: Record<Table, string[]> = { service_case: [], case_person: [], case_event: [] };
      const flush = async () => {
        const ready = lines;
        lines = { service_case: [], case_person: [], case_event: [] };
        for (const table of Object.keys(TABLES) as Table[]) await copyInto(client, table, TABLES[table], ready[table]);
      };
      const numberOf = (division: string, itemId: string, on: PlainDate): string => {
        const prefix = `${division.slice(0, 6)}${itemId.replace('-', '')}${on.replaceAll('-', '')}`;
        const next = (numbers.get(prefix) ?? 0) + 1;
        numbers.set(prefix, next);
        return `${prefix}${String(next).padStart(5, '0')}`;
      };
      const add = (random: Random, { id: personId, name, division }: Applicant, itemId: string, closed: boolean) => {
        const submittedOn = plusDays(TODAY, closed ? -random.between(30, 1500) : -random.between(0, 6));
        const accepted = closed || random.chance(0.6);
        const acceptedOn = accepted ? plusDays(submittedOn, closed ? 2 : 0) : null;
        const closedOn = closed ? plusDays(submittedOn, random.between(4, 20)) : null;
        const outcome = closed ? (random.chance(0.85) ? 'granted' : 'refused') : null;
        const state = outcome ?? (accepted ? 'accepted' : 'submitted');
        const at = (on: PlainDate) => `${on}T0${random.between(1, 8)}:${random.between(10, 59)}:00.000Z`;
        const submittedAt = at(submittedOn);
        const id = idAt(random, Date.parse(submittedAt));
        // Nobody's limit has passed: alerts would be raised for thousands while we measure.
        const dueOn = plusDays(closed ? submittedOn : TODAY, random.between(4, 14));
        const closedAt = closedOn && at(closedOn);
        const events: [string, string | null, string, string][] = [['submit', null, 'submitted', submittedAt]];
        if (acceptedOn) events.push(['accept', 'submitted', 'accepted', at(acceptedOn)]);
        if (closedAt) events.push([outcome === 'granted' ? 'grant' : 'refuse', 'accepted', state, closedAt]);
        const form = keys.sealJson({ applicant: { name, village: division } }, formPlace(id));
        lines.service_case.push(
          copyLine([
            id,
            acceptedOn && numberOf(division, itemId, acceptedOn),
            itemId,
            1,
            'simple-approval',
            '1',
            division,
            personId,
            name,
            'window',
            state,
            closed ? null : 'township-clerk',
            closedOn ?? acceptedOn ?? submittedOn,
            dueOn,
            closed ? null : plusDays(dueOn, -2),
            closed ? null : plusDays(dueOn, -1),
            acceptedOn && plusDays(acceptedOn, 21),
            submittedAt,
            acceptedOn,
            closedAt,
            outcome,
            '{}',
            form,
            events.length,
            events.length,
            events.length,
            submittedAt,
            CLERK,
          ]),
        );
        lines.case_person.push(copyLine([id, personId, 'self', division]));
        for (const [i, [action, from, to, when]] of events.entries())
          lines.case_event.push(
            copyLine([
              id,
              i + 1,
              idAt(random, Date.parse(when)),
              division,
              personId,
              action,
              from,
              to,
              CLERK,
              '经办人',
              'township-clerk',
              when,
              when.slice(0, 10),
            ]),
          );
        done[closed ? 'closed' : 'open']++;
        done.events += events.length;
      };
      const townships = await client.query<{ d9: string; count: number }>(
        'select d9, count(*)::int as count from person group by d9 order by d9',
      );
      let before = 0;
      for (const { d9, count } of townships.rows) {
        const random = makeRandom(Number(d9));
        const { rows } = await client.query<Applicant>(
          `select id::text, name, division from person where d9 = $1 and birth_date < '2006-01-01' order by id`,
          [d9],
        );
        before += count;
        const share = (all: number) => Math.round((all * before) / town.persons);
        // One case of an item for each person in turn: the same application is never open twice.
        for (let i = 0; done.open < share(given.open); i++)
          add(random, rows[i % rows.length]!, given.items[Math.floor(i / rows.length) % given.items.length]!, false);
        for (let i = 0; done.closed < share(given.closed); i++) {
          add(random, rows[i % rows.length]!, given.items[(i * 7) % given.items.length]!, true);
          if (lines.service_case.length >= BATCH) await flush();
        }
        if (lines.service_case.length >= BATCH) await flush();
      }
      await flush();
      for (const [prefix, next] of [...numbers].filter(([prefix]) => prefix.endsWith(TODAY.replaceAll('-', ''))))
        await client.query('insert into case_counter (prefix, next) values ($1, $2)', [prefix, next]);
      given.log(`${done.open} open and ${done.closed} closed cases after ${since(started)} s`);
    }),
  );
  const filled = since(started) - Math.round(indexSeconds * 10) / 10;
  const tidying = performance.now();
  await withOwner(ownerUrl, async (client) => {
    for (const table of Object.keys(TABLES)) await client.query(`vacuum (analyze) ${table}`);
  });
  return {
    ...done,
    seconds: { fill: Math.round(filled * 10) / 10, index: Math.round(indexSeconds * 10) / 10, vacuum: since(tidying) },
  };
}
