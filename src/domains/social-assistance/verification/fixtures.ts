/** Who checks the circumstances of a family in tests, and steps that are answered or fail loudly. */
import type { freshContext } from '../../../../tests/database.ts';
import { type Actor, publicActor, systemActor } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { loadParameters } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { hand } from '../../../kernel/service/fixtures.ts';
import type { VerificationMember } from './server.ts';

type City = Awaited<ReturnType<typeof freshContext>>;

export const TOWN = '421202001000';
export const COUNTY = '421202000000';
export const clerk = hand(TOWN, 'township-clerk');
export const checker = hand(COUNTY, 'county-clerk', { duty: 'verification-officer' });
export const system = systemActor('test', '421200000000');

export const loadStandards = (city: City): Promise<unknown> =>
  city.context.write(systemActor('test', '000000000000'), (tx) => loadParameters(tx, city.city.parameters));

let requests = 0;
/** One request of an officer, by an id of its own. */
export const requestOnce = <T, C extends string>(city: City, actor: Actor, work: (tx: Tx) => Promise<Result<T, C>>) => {
  const requestId = `request-${++requests}`;
  return city.context.once(actor, { action: 'test', requestId, body: requestId }, work);
};

export const must = async <T, C extends string>(outcome: Promise<Result<T, C>>): Promise<T> => {
  const result = await outcome;
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};

export const MARKER = '标记姓名甲';
const member = (ref: string, idNumber: string): VerificationMember => ({
  ref,
  personId: newId(),
  name: `${MARKER}${ref}`,
  idNumber,
});
export const father = member('父亲', '421202195001010012');
export const mother = member('母亲', '421281194012310021');
export const child = member('孩子', '421224201202290037');
export const members = [father, mother, child];
export const births = { 父亲: '1986-03-10', 母亲: '1986-03-10', 孩子: '2016-01-15' } as const;
export const resident: Actor = {
  ...publicActor,
  kind: 'resident',
  role: 'resident',
  id: father.personId,
  personId: father.personId as Actor['personId'],
  ownPersonId: father.personId as Actor['personId'],
};
