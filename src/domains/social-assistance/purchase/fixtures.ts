import { type Api, startApi } from '../../../../tests/api.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import { addItem, planProgramme, recordProcurement, registerProvider, signContract } from '../../../kernel/purchase/server.ts';
import { idNumber } from '../../../kernel/resident/fixtures.ts';
import { registerPerson } from '../../../kernel/resident/server.ts';
import { hand, must } from '../../../kernel/service/fixtures.ts';
import { actOnContract, actOnTask } from './desk.ts';

const COUNTY = '421202000000';
export const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';
export const county = hand(COUNTY, 'county-clerk');
export const clerk = hand(TOWNSHIP);
export const leader = hand(TOWNSHIP, 'township-leader');
export const finance = hand(COUNTY, 'county-clerk', { duty: 'finance-clerk' });
export const reviewer = hand(COUNTY, 'county-leader', { duty: 'finance-reviewer' });

export let api: Api;
export let provider: Actor;
export let other: Actor;
export let contractId: string;
let persons: { id: string; idNumber: string; name: string }[];
export const write = <T>(actor: Actor, work: Parameters<typeof api.context.write<T>>[1]) => api.context.write(actor, work);

/** Starts what the tests need. */
export async function openPurchase(): Promise<void> {
  api = await startApi({ start: '2026-09-10' });
  const setUp = await write(county, async (tx) => {
    must(
      await addItem(tx, {
        code: 'XL-01',
        parent: 'MZ-01',
        kind: 'psychology',
        name: '心理疏导',
        unit: '次',
        content: '上门疏导，每次不少于30分钟',
      }),
    );
    const programme = must(
      await planProgramme(tx, {
        name: '“44211”提升计划',
        components: ['心理疏导'],
        year: 2026,
        fund: 'work',
        budget: 2_000_00,
        documentNo: '咸财社〔2026〕1号',
      }),
    );
    const [ours, theirs] = [
      must(
        await registerProvider(tx, {
          name: '温泉社工中心',
          creditCode: '52421202MJ00000012',
          contact: '李红',
          telephone: '0715-8888001',
        }),
      ),
      must(
        await registerProvider(tx, {
          name: '永安社工中心',
          creditCode: '52421202MJ00000020',
          contact: '张明',
          telephone: '0715-8888002',
        }),
      ),
    ];
    const procurement = must(
      await recordProcurement(tx, {
        programmeId: programme.id,
        providerId: ours.id,
        method: 'consultation',
        documentNo: '咸采〔2026〕3号',
        publishedOn: '2026-06-01',
        awardedOn: '2026-06-20',
        bidders: 3,
        award: 1_200_00,
      }),
    );
    const contract = must(
      await signContract(tx, {
        procurementId: procurement.id,
        no: 'HT-2026-01',
        itemCode: 'XL-01',
        unitPrice: 80_00,
        quantity: 12,
        fromOn: '2026-07-01',
        toOn: '2026-12-31',
      }),
    );
    return { ours, theirs, contract, procurement, programme };
  });
  contractId = setUp.contract.id;
  const user = (unitId: string): Actor => ({ ...hand(COUNTY, 'institution-user', { duty: 'service-provider' }), unitId });
  provider = user(setUp.ours.id);
  other = user(setUp.theirs.id);
  persons = await write(systemActor('test', api.context.city), async (tx) => {
    const made = [];
    for (const name of ['周大爷', '吴奶奶', '郑大伯', '王大妈']) {
      const number = idNumber('1950-01-01', '421202');
      const id = must(await registerPerson(tx, { name, idNumber: number, division: VILLAGE, address: '街1号' }));
      made.push({ id, idNumber: number, name });
    }
    return made;
  });
}
export const closePurchase = () => api?.stop();

export const assign = (who: number, plannedOn: string, by = clerk) =>
  write(by, (tx) =>
    actOnContract(tx, contractId, 'assign', { name: persons[who]!.name, idNumber: persons[who]!.idNumber, plannedOn }),
  );
let shot = 0;
/** A photo of its own unless the same one is asked for. */
export const photo = async (by: Actor, which = ++shot): Promise<string> => {
  const stored = await storeUpload(api.context, by, openFileStore(api.filesDir), {
    bytes: Buffer.from(`\xff\xd8\xff photo ${which}`, 'latin1'),
    mediaType: 'image/jpeg',
    name: '现场.jpg',
    paper: 'service-photo',
  });
  return stored.id;
};
export const report = async (id: string, more: Record<string, unknown> = {}, by = provider) =>
  write(by, async (tx) =>
    actOnTask(tx, id, 'report', {
      worker: '李红',
      on: '2026-09-01',
      time: '09:00',
      minutes: 40,
      latitude: '29.80000',
      longitude: '114.30000',
      photo: await photo(by),
      note: '上门疏导，情绪平稳',
      ...more,
    }),
  );
export const taskOf = async (id: string) =>
  (await api.owner.query('select state, flags, drawn, call_back, settlement_id from service_task where id = $1', [id])).rows[0];
/** The township has asked the person by telephone. */
export const asked = async (id: string, said = 'confirmed', by = leader) =>
  write(by, (tx) => actOnTask(tx, id, 'askPerson', { how: 'call', said }));
export const newTask = async (who: number, plannedOn: string) => (must(await assign(who, plannedOn)) as { id: string }).id;
