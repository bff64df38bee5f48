/** Builders for tests: officers of real places, and identity numbers with their check digit. */
import { type Actor, publicActor, type Role } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { makeIdNumber, type NewPerson, type PersonId } from './index.ts';
import { registerPerson } from './server.ts';

/** An officer of a division. */
export const officer = (division: DivisionCode, role: Role = 'township-clerk', id: string = newId()): Actor => ({
  ...publicActor,
  kind: 'staff',
  id,
  name: '经办人',
  role,
  division,
  ...scopeRange(division),
});

/** A resident who has signed in: sees the own person only. */
export const residentActor = (personId: PersonId): Actor => ({
  ...publicActor,
  kind: 'resident',
  role: 'resident',
  id: personId,
  name: '居民',
  personId,
  ownPersonId: personId,
});

let sequence = 0;

/** A new valid number, different at each call. */
export const idNumber = (birthDate: PlainDate = '1980-05-06', county = '421222'): string =>
  makeIdNumber(county, birthDate, ++sequence % 1000);

/** The value of an accepted result; a refusal fails the test. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
}

export const register = async (tx: Tx, person: Partial<NewPerson> & Pick<NewPerson, 'name' | 'division'>): Promise<PersonId> =>
  accepted(await registerPerson(tx, { idNumber: idNumber(), ...person }));
