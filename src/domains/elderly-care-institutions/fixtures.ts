/** Homes with beds and prices for tests, made by the real actions over HTTP. */
import { type Api, type Browser, requestId } from '../../../tests/api.ts';
import { systemActor } from '../../kernel/access/index.ts';
import { makeIdNumber, recordFact, registerPerson } from '../../kernel/resident/server.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { openHomes } from './demonstration/homes.ts';

export interface Home {
  id: string;
  head: Browser;
  reception: Browser;
  nurse: Browser;
  carer: Browser;
  accountant: Browser;
}

const ROOM = { building: '1号楼', floor: 1, toilet: true, callDevice: true, ward: 'ordinary', priceClass: '双人间' };

/** 咸安区社会福利院 with its people; the others are there, too, empty. */
export async function openHome(api: Api): Promise<{ home: Home; ids: Map<string, string> }> {
  const ids = await api.context.write(systemActor('test', api.context.city), openHomes);
  const [head, reception, nurse, carer, accountant] = await Promise.all(
    ['yuanzhang', 'jiedai', 'huli', 'hugong', 'kuaiji'].map(api.staff),
  );
  const people = { head: head!, reception: reception!, nurse: nurse!, carer: carer!, accountant: accountant! };
  return { home: { id: ids.get('01')!, ...people }, ids };
}

/** A room whose beds are open; gives the beds. */
export async function addRoom(
  home: Pick<Home, 'id' | 'head'>,
  more: Record<string, unknown>,
): Promise<{ id: string; code: string }[]> {
  const room = { ...ROOM, sexRule: 'any', ...more };
  await home.head.post(`/api/institutions/${home.id}/rooms`, { ...room, requestId: requestId() });
  const wall = await home.head.get(`/api/institutions/${home.id}/beds`);
  const beds = wall.floors
    .flatMap((f: { rooms: { name: string; beds: { id: string; code: string }[] }[] }) => f.rooms)
    .find((r: { name: string }) => r.name === (more.name as string)).beds as { id: string; code: string }[];
  for (const bed of beds) await home.head.post(`/api/beds/${bed.id}/opening`, { requestId: requestId() });
  return beds;
}

export async function publishPrices(home: Pick<Home, 'id' | 'head'>, from: PlainDate): Promise<void> {
  for (const [item, name, amount] of [
    ['bed', '双人间', 1200_00],
    ['care', '自理', 300_00],
    ['care', '介助1', 600_00],
    ['care', '介助2', 900_00],
    ['care', '介护1', 1500_00],
    ['care', '介护2', 2000_00],
    ['meals', '三餐', 20_00],
    ['trial', '试住', 80_00],
  ] as const)
    await home.head.post(`/api/institutions/${home.id}/prices`, { item, name, amount, from, requestId: requestId() });
}

export interface Elder {
  id: string;
  name: string;
  idNumber: string;
}
let made = 0;
/** Somebody of an age, with a capacity level where it is given. */
export async function makeElder(
  api: Api,
  of: { name: string; born?: PlainDate; sex?: 'male' | 'female'; level?: number; division?: string },
): Promise<Elder> {
  const order = 501 + 2 * made++ + (of.sex === 'female' ? 1 : 0);
  const idNumber = makeIdNumber('421202', of.born ?? '1945-05-05', order);
  return api.context.write(systemActor('test', api.context.city), async (tx) => {
    const person = await registerPerson(tx, {
      name: of.name,
      idNumber,
      division: of.division ?? '421202100001',
      phone: '13900005011',
    });
    if (!person.ok) throw new Error(person.code);
    if (of.level !== undefined) {
      const value = { level: of.level, scheme: 'GB/T 42195-2022', assessmentId: person.value, validTo: '2027-12-31' };
      const fact = await recordFact(tx, {
        subject: { kind: 'person', id: person.value },
        kind: 'capacity-level',
        value,
        source: 'test',
        validFrom: '2026-01-01',
      });
      if (!fact.ok) throw new Error(fact.code);
    }
    return { id: person.value, name: of.name, idNumber };
  });
}

export const application = (elder: Elder, more: Record<string, unknown> = {}) => ({
  name: elder.name,
  idNumber: elder.idNumber,
  kind: 'long',
  wantedOn: '2027-12-31',
  contact: '王小明',
  phone: '13900005999',
  ...more,
});

const types = ['choking', 'misuse', 'pressure-injury', 'scald', 'bed-fall', 'fall', 'harm', 'wandering', 'activity'];
export const nineRisks = (more: Record<string, string> = {}) => ({
  ...Object.fromEntries(types.map((type) => [type, 'low'])),
  ...more,
});
const clauses = [
  'institution',
  'persons',
  'service',
  'fees',
  'deposit',
  'term',
  'rights',
  'ending',
  'emergency',
  'breach',
  'data',
  'dispute',
];
export const contractOf = (more: Record<string, unknown> = {}) => ({
  careLevel: 'assisted-2',
  agent: '王小明（儿子）',
  emergency: '王小明',
  emergencyPhone: '13900005999',
  agentChecked: true,
  from: '2026-09-10',
  months: 12,
  deposit: 1000_00,
  depositFor: '损坏赔偿、突发疾病垫付',
  clauses,
  ...more,
});

/** From the desk to the bed: the whole path of one older person, in the hands of those whose work it is. Gives admission and stay. */
export async function admitAtDesk(
  home: Home,
  elder: Elder,
  of: { bedId: string; contract?: Record<string, unknown> },
): Promise<{ admissionId: string; stayId: string }> {
  const { id } = await home.reception.post(`/api/institutions/${home.id}/admissions`, {
    ...application(elder),
    requestId: requestId(),
  });
  const step = (by: Browser, what: string, body: Record<string, unknown> = {}) =>
    by.post(`/api/admissions/${id}/${what}`, { ...body, requestId: requestId() });
  await step(home.reception, 'offer', { bedId: of.bedId });
  await step(home.accountant, 'booking', { amount: 200_00, method: 'mobile' });
  await step(home.nurse, 'risks', nineRisks());
  await step(home.reception, 'contract', contractOf(of.contract));
  await step(home.accountant, 'deposit', { method: 'mobile' });
  const stay = await step(home.reception, 'admit');
  return { admissionId: id, stayId: stay.id };
}
