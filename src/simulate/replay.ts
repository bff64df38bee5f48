/**
 * Acts a world out through the platform, day by day on a clock of its own: what is told becomes an application, a report or a record, officers
 * do their work by the actions that the routes call, the monthly lists are paid by a bank that answers at once.
 *
 * What belongs to a domain comes as a `Play`. Left out on purpose: HTTP, the files behind signatures, printed papers (they are written when
 * somebody opens them), and days on which nothing was to be done and nothing fell due.
 */
import { sql } from '../database/sql.ts';
import { EVERY_DOMAIN, type Performer, performerName, type Role, systemActor } from '../kernel/access/index.ts';
import { type Actor, actorOf, createUser, duties, startStaffSession } from '../kernel/access/server.ts';
import { type Calendar, plusDays } from '../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../kernel/context/server.ts';
import { type FileStore, storeUpload } from '../kernel/document/server.ts';
import { findByIdNumber, type PersonId, recordDeath, reportDeath, withdrawDeathReport } from '../kernel/resident/server.ts';
import { explain, type Refusal, type Result } from '../kernel/result/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { act, type CaseReceipt } from '../kernel/service/server.ts';
import { makeTreasury } from './money.ts';
import type { Step, TrueFamily, World } from './world.ts';

export interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
  runDue(): Promise<unknown>;
}

/** The city as a play sees it. */
export interface SimulatedCity {
  readonly context: Context;
  readonly calendar: Calendar;
  readonly system: Actor;
  /** The city with one family at its desk: what is put on the agenda here is done in the order in which it came, one after the other. */
  of(family: TrueFamily): SimulatedCity;
  today(): PlainDate;
  /** Does the work on a day, or at once where the day has come; on a rest day on the working day after. */
  on(day: PlainDate, work: () => Promise<unknown>): void;
  /** The same for what needs no office to be open: a row of another department, a death record. */
  onAnyDay(day: PlainDate, work: () => Promise<unknown>): void;
  /** The n-th working day from today; 0 is today. */
  workday(n: number): PlainDate;
  /** The account that holds a duty in a division, made when it is first asked for. `no` tells colleagues apart. */
  staff(performer: Performer, division: string, no?: number): Promise<Actor>;
  /** A signature of an actor, for a form. */
  upload(actor: Actor, paper: string): Promise<string>;
  requestId(): string;
  /** An action that must succeed. */
  act(
    what: string,
    actor: Actor,
    given: { kase: CaseReceipt; action: string; input?: Record<string, unknown> },
  ): Promise<CaseReceipt>;
  must<T>(what: string, result: Result<T>): T;
  /** Day that departments were asked about a family: what they then showed is known from here on. */
  checked(family: TrueFamily): void;
  checksOf(family: TrueFamily): readonly PlainDate[];
  note(step: Step): void;
  /** What happened today reaches everybody today (a death, a report); else it does on the next day that is played. */
  tellToday(): void;
}

/** How one programme is acted out. */
export interface Play {
  /** Puts what this family will do on the agenda; called once, before the first day. */
  begin(city: SimulatedCity, family: TrueFamily): void;
  /** After the due jobs of every day that is played. */
  daily?(city: SimulatedCity): Promise<void>;
}

export interface Replayed {
  readonly steps: readonly Step[];
  /** What the platform refused though it had to be done, in its own words; the play of everybody else goes on. */
  readonly stuck: readonly string[];
  readonly days: number;
  readonly cases: number;
  readonly lines: number;
}

/** A scanned signature: the smallest JPEG. Its bytes are not kept. */
const BLANK = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const nowhere = (): FileStore => ({
  write: async () => newId().replaceAll('-', '').padEnd(64, '0'),
  read: async () => Promise.reject(new Error('a simulation keeps no files')),
  has: async () => true,
  head: async () => null,
  async *list() {},
  remove: async () => {},
});

const later = (a: PlainDate, b: PlainDate): PlainDate => [a, b].sort()[1]!;

export class SimulationError extends Error {}

/** Families that are seen at the same time: what one waits for, another uses. A family always comes to the same desk. */
const DESKS = 4;
const deskOf = (family: string): number => Number(/\d+$/.exec(family)?.[0] ?? 0) % DESKS;
/** More than that, and something is wrong with the whole. */
const MOST_STUCK = 200;

type Work = () => Promise<unknown>;
interface Book {
  /** Of each day, the work of each desk. */
  readonly agenda: Map<PlainDate, readonly Work[][]>;
  readonly stuck: string[];
  readonly steps: Step[];
  /** Days whose events are not left to the next one. */
  readonly spread: Set<PlainDate>;
}

function makeCity(stage: Stage, { agenda, steps, spread }: Book): SimulatedCity {
  const { context } = stage;
  const system = systemActor('simulation', context.city);
  const actors = new Map<string, Promise<Actor>>();
  const checks = new Map<string, PlainDate[]>();
  const files = nowhere();
  let requests = 0;
  const enter = async (performer: Performer, division: string, no: number): Promise<Actor> => {
    const [role, duty] = performer in duties ? [duties[performer as keyof typeof duties].base, performer] : [performer, null];
    const made = await context.write(system, (tx) =>
      createUser(tx, {
        login: `sim-${performer}-${division}-${no}`,
        name: `${performerName(performer)}${['甲', '乙', '丙'][no]}`,
        division,
        demonstration: true,
        duties: [
          {
            role: role as Role,
            duty: duty as keyof typeof duties | null,
            division,
            domain: EVERY_DOMAIN,
            validFrom: '2020-01-01',
          },
        ],
      }),
    );
    const { id } = city.must(`account ${performer} ${division}`, made);
    const { token } = city.must(`sign-in ${performer} ${division}`, await startStaffSession(context, id));
    return (await actorOf(context, token))!.actor;
  };
  const deskAt = (desk: number): Pick<SimulatedCity, 'on' | 'onAnyDay'> => {
    const onAnyDay = (day: PlainDate, work: Work): void => {
      const at = later(day, context.clock.today());
      const works = agenda.get(at) ?? Array.from({ length: DESKS }, () => []);
      agenda.set(at, works);
      works[desk]!.push(work);
    };
    return { onAnyDay, on: (day, work) => onAnyDay(context.calendar.nextWorkday(later(day, context.clock.today())), work) };
  };
  const city: SimulatedCity = {
    context,
    calendar: context.calendar,
    system,
    today: () => context.clock.today(),
    of: ({ key }) => ({ ...city, ...deskAt(deskOf(key)) }),
    ...deskAt(0),
    workday: (n) => (n === 0 ? city.today() : context.calendar.addWorkdays(city.today(), n)),
    staff(performer, division, no = 0) {
      const key = `${performer} ${division} ${no}`;
      const known = actors.get(key) ?? enter(performer, division, no);
      actors.set(key, known);
      return known;
    },
    upload: async (actor, paper) =>
      (await storeUpload(context, actor, files, { bytes: BLANK, mediaType: 'image/jpeg', name: '签名.jpg', paper })).id,
    requestId: () => `simulation-${++requests}`,
    async act(what, actor, { kase, action, input = {} }) {
      const done = await act(context, actor, {
        caseId: kase.id,
        version: kase.version,
        action,
        requestId: city.requestId(),
        input,
      });
      return city.must(`${what} ${action}`, done);
    },
    must<T>(what: string, result: Result<T>): T {
      if (result.ok) return result.value;
      const refusal = result as Refusal;
      throw new SimulationError(
        `${city.today()} ${what}: ${refusal.code} ${explain(refusal).message} ${JSON.stringify(refusal.fields ?? '')}`,
      );
    },
    checked: (family) => void checks.set(family.key, [...(checks.get(family.key) ?? []), city.today()]),
    checksOf: (family) => checks.get(family.key) ?? [],
    note: (step) => void steps.push(step),
    tellToday: () => void spread.add(city.today()),
  };
  return city;
}

/** Deaths come into the registry on the day on which they are told, whichever benefit somebody draws. */
function tellDeaths(city: SimulatedCity, family: TrueFamily): void {
  for (const person of family.people) {
    const { death } = person;
    const told = death?.told.on;
    if (!told) continue;
    city.onAnyDay(told, async () => {
      const recorded = await city.context.write(city.system, async (tx) => {
        const known = await findByIdNumber(tx, person.idNumber);
        return known ? recordDeath(tx, { personId: known.id, diedOn: death.on, source: '火化证明' }) : null;
      });
      if (!recorded) return;
      city.must(`${family.key} death of ${person.ref}`, recorded);
      city.tellToday();
    });
  }
}

/** A report that is none: believed until the township has seen the person. */
function misreport(city: SimulatedCity, family: TrueFamily): void {
  for (const { ref, idNumber, takenForDead } of family.people) {
    if (!takenForDead) continue;
    const say = async (what: string, work: (tx: Tx, personId: PersonId) => Promise<Result<unknown>>): Promise<void> => {
      const done = await city.context.write(city.system, async (tx) => {
        const known = await findByIdNumber(tx, idNumber);
        return known ? work(tx, known.id) : null;
      });
      if (!done) return;
      city.must(`${family.key} ${what} of ${ref}`, done);
      city.tellToday();
    };
    const { on, withdrawnOn } = takenForDead;
    city.onAnyDay(on, () => say('false death', (tx, personId) => reportDeath(tx, { personId, diedOn: on, source: '邻居' })));
    city.onAnyDay(withdrawnOn, () =>
      say('withdrawal', (tx, personId) => withdrawDeathReport(tx, { personId, reason: 'wrong-record', paper: '上门见到本人' })),
    );
  }
}

async function workThrough({ agenda, stuck }: Book, day: PlainDate): Promise<void> {
  const works = agenda.get(day) ?? [];
  const sit = async (desk: Work[]): Promise<void> => {
    for (let next = desk.shift(); next; next = desk.shift())
      try {
        await next();
      } catch (error) {
        if (!(error instanceof SimulationError) || stuck.length >= MOST_STUCK) throw error;
        stuck.push(error.message);
      }
  };
  // What one desk leaves to another is done in a second round.
  while (works.some((desk) => desk.length > 0)) await Promise.all(works.map(sit));
}

export async function replay(
  world: World,
  stage: Stage,
  options: { plays: readonly Play[]; onDay?: (day: PlainDate, decided: number) => void },
): Promise<Replayed> {
  const book: Book = { agenda: new Map(), steps: [], stuck: [], spread: new Set() };
  const { agenda, steps, stuck, spread } = book;
  stage.moveTo(`${world.from}T09:00:00+08:00`);
  const city = makeCity(stage, book);
  for (const family of world.families()) {
    tellDeaths(city.of(family), family);
    misreport(city.of(family), family);
    for (const play of options.plays) play.begin(city.of(family), family);
  }
  const treasury = makeTreasury(city, world);
  let days = 0;
  for (let day = world.from; day <= world.to; day = plusDays(day, 1)) {
    if (!agenda.has(day) && !treasury.wantsDay(day)) continue;
    days++;
    stage.moveTo(`${day}T09:00:00+08:00`);
    await stage.runDue();
    await treasury.work();
    for (const play of options.plays) await play.daily?.(city);
    await workThrough(book, day);
    agenda.delete(day);
    if (spread.has(day)) await stage.runDue();
    options.onDay?.(day, steps.length);
  }
  const counted = await stage.context.read(city.system, (tx) =>
    tx.one<{ cases: number; lines: number }>(
      sql`select (select count(*)::int from service_case) as cases, (select count(*)::int from payment_line) as lines`,
    ),
  );
  return { steps, stuck, days, ...counted };
}
