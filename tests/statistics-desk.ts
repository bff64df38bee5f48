import type { CellView, SheetView } from '../src/domains/planning-statistics/statistics/content.ts';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { heldAs, type Performer, systemActor } from '../src/kernel/access/index.ts';
import { createUser } from '../src/kernel/access/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';

export const TINGSI = '421202100000';
export const WENQUAN = '421202001000';
export const DUPU = '421221103000';
export const XIANAN = '421202000000';
export const JIAYU = '421221000000';
export const CITY = '421200000000';
export const FORM = 'MZ-M01';
export const PERIOD = '2026-08';

export let api: Api;
const hands = new Map<string, Browser>();
export const by = (login: string): Browser => hands.get(login)!;
export const system = () => systemActor('test', api.context.city);

/** The officers whom the demonstration does not have: another leader, another county. */
async function hire(login: string, performer: Performer, division: string): Promise<void> {
  await api.context.write(system(), (tx) =>
    createUser(tx, {
      login,
      name: `测试${login}`,
      division,
      demonstration: true,
      duties: [{ ...heldAs(performer), division, domain: 'all', validFrom: '2026-01-01' }],
    }),
  );
}

/** Starts what the tests need. */
export async function openStatistics(): Promise<void> {
  api = await startApi({ start: '2026-07-20' });
  const story = storyOf('two-officers');
  await api.register(story);
  await carry(api, story, 'decided');
  await hire('wqling', 'township-leader', WENQUAN);
  await hire('jyxian', 'county-clerk', JIAYU);
  await hire('jyling', 'county-leader', JIAYU);
  for (const login of [
    'xiang',
    'xianghe',
    'xian',
    'xianzhang',
    'wenquan',
    'wqling',
    'jiayu',
    'jiayuhe',
    'jyxian',
    'jyling',
    'shi',
    'shiling',
    'shenji',
    'cun',
  ])
    hands.set(login, await api.staff(login));
  await api.moveTo('2026-08-31');
}
export const closeStatistics = () => api?.stop();

export const query = (unit: string, more = '') => `form=${FORM}&period=${PERIOD}&unit=${unit}${more}`;
export const sheet = (login: string, unit: string): Promise<SheetView> => by(login).get(`/api/statistics/sheet?${query(unit)}`);
export const cell = (view: SheetView, key: string): CellView => view.cells.find((c) => c.key === key)!;
export const typedOf = (view: SheetView): Record<string, string> =>
  Object.fromEntries(view.cells.filter((c) => !c.computed).map((c) => [c.key, c.typed ?? '']));
const notesOf = (view: SheetView): Record<string, string> =>
  Object.fromEntries(view.cells.filter((c) => c.note !== '').map((c) => [c.key, c.note]));

/** Types some cells over what stands there. */
export async function fill(login: string, unit: string, typed: Record<string, string>, notes: Record<string, string> = {}) {
  const view = await sheet(login, unit);
  return {
    form: FORM,
    period: PERIOD,
    unit,
    edit: view.edit,
    typed: { ...typedOf(view), ...typed },
    notes: { ...notesOf(view), ...notes },
    requestId: requestId(),
  };
}
export const saved = async (...of: Parameters<typeof fill>) => by(of[0]).post('/api/statistics/sheet', await fill(...of));
export const doing = async (login: string, unit: string, action: string, input: object = {}, edit?: number) => ({
  form: FORM,
  period: PERIOD,
  unit,
  action,
  edit: edit ?? (await sheet(login, unit)).edit,
  input,
  requestId: requestId(),
});
export const ACTIONS = '/api/statistics/sheet/actions';
export const does = async (...of: Parameters<typeof doing>) => by(of[0]).post(ACTIONS, await doing(...of));
export const refused = async (...of: Parameters<typeof doing>) => by(of[0]).refused(ACTIONS, await doing(...of));

export const SOURCE = { c131: '救助站台账，本月没有' };
export async function report(clerk: string, leader: string, unit: string): Promise<void> {
  await saved(clerk, unit, { c131: '0' }, SOURCE);
  await does(clerk, unit, 'prepare');
  await does(leader, unit, 'sign');
}
