/** What the plays of 低保 share: a family that receives it as the township has it in its files, and the steps that every procedure has. */
import { openDiscrepancies } from '../../domains/social-assistance/verification/server.ts';
import { ageOn } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { CaseReceipt } from '../../kernel/service/server.ts';
import { type KnownPerson, knownOf } from '../../simulate/known.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';
import type { Step, TrueFamily } from '../../simulate/world.ts';

export type Officer = Awaited<ReturnType<SimulatedCity['staff']>>;

const ADULT = 18;

/** What every file of a family knows: where it is registered now, who has joined, by the reference that the household gave, and who has left. */
export interface Household {
  division: string;
  readonly joined: Map<string, string>;
  readonly left: Set<string>;
}

export interface Granted {
  readonly family: TrueFamily;
  /** Who is of the family in the platform's files, by the person of the history: `self`, `m1`, and `n1` for who joined later. */
  readonly refs: Map<string, string>;
  /** 单人保: who receives it; null: the family. */
  readonly single: string | null;
  readonly household: Household;
  /** Who draws the money, where it is not the one who applied. */
  payee?: string;
}

export const townshipOf = ({ division }: { division: string }): string => `${division.slice(0, 9)}000`;
export const countyOf = ({ division }: { division: string }): string => `${division.slice(0, 6)}000000`;

/** What two officers write down after a home visit: as declared, photographed and signed. */
export const visitOf = async (city: SimulatedCity, by: Officer, of: { respondent: string; findings: string }) => ({
  on: city.today(),
  surveyors: [{ name: '李建国' }, { name: '陈秀兰' }],
  ...of,
  living: 'consistent',
  photos: [await city.upload(by, 'visit-photo')],
  signature: await city.upload(by, 'visit-signature'),
});

export const adults = (known: readonly KnownPerson[], on: PlainDate): KnownPerson[] =>
  known.filter((p) => p.alive && ageOn(p.person.birthDate, on) >= ADULT);

/** Everybody of the files who is alive as far as is known today. */
export const livingOf = (city: SimulatedCity, { family, refs }: Pick<Granted, 'family' | 'refs'>): KnownPerson[] =>
  knownOf(family, { on: city.today(), checks: city.checksOf(family) }).people.filter((p) => p.alive && refs.has(p.person.ref));

export async function consentsOf(
  city: SimulatedCity,
  clerk: Officer,
  of: { living: readonly KnownPerson[]; refs: ReadonlyMap<string, string> },
): Promise<{ member: string; signature: string }[]> {
  const consents: { member: string; signature: string }[] = [];
  for (const { person } of adults(of.living, city.today()))
    consents.push({ member: of.refs.get(person.ref)!, signature: await city.upload(clerk, 'consent') });
  return consents;
}

const GUARDIAN = { guardianName: '李守护', guardianIdNumber: '420983196505061235' };

/** The signatures of a review: of every adult, or of the guardian where only children are left. */
export async function signedFor(
  city: SimulatedCity,
  clerk: Officer,
  { family, refs }: Granted,
): Promise<Record<string, unknown>> {
  const living = livingOf(city, { family, refs });
  const consents = await consentsOf(city, clerk, { living, refs });
  if (consents.length > 0) return { consents };
  for (const { person } of living)
    consents.push({ member: refs.get(person.ref)!, signature: await city.upload(clerk, 'consent') });
  return { consents, ...GUARDIAN };
}

/** Every difference that the departments show is true: this city's departments do not err. */
export async function disposeAll(city: SimulatedCity, what: string, clerk: Officer, given: CaseReceipt): Promise<CaseReceipt> {
  let kase = given;
  for (;;) {
    const [open] = await city.context.read(clerk, (tx) => openDiscrepancies(tx, kase.id));
    if (!open) return kase;
    kase = await city.act(what, clerk, {
      kase,
      action: 'disposeDiscrepancy',
      input: { id: open.id, disposition: 'adjusted', reason: '家庭承认，按查得的计算' },
    });
  }
}

export const note = (
  city: SimulatedCity,
  family: TrueFamily,
  step: Pick<Step, 'kind' | 'openedOn' | 'checkedOn'> & Partial<Step>,
): void => city.note({ family: family.key, benefit: 'dibao', person: null, decidedOn: city.today(), ...step });
