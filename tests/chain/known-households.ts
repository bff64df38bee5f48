import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import type { Tx } from '../../src/kernel/context/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { type PersonId, registerPerson } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, startApi } from '../api.ts';

export let api: Api;
export let clerk: Browser;
export let confirmer: Browser;

const alone = (key: string, name: string, address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [{ name, sex: '男', birth: '1964-05-05', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', 200)],
    expect: { outcome: 'eligible', amountFen: yuan(600) },
  });
export const joining = alone('members-joining', '甲户', '1号');
export const marrying = alone('members-marrying', '乙婚', '2号');
/** A brother with a pension of exactly the standard: with or without him the family is due the same. */
export const even = story({
  key: 'members-even',
  title: '丙平',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '3号',
  people: [
    { name: '丙平', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '丙平妻', sex: '女', birth: '1965-03-03', relation: 'spouse', lives: lives.退休 },
  ],
  incomes: [monthly('self', 'employee-pension', 200), monthly('m1', 'employee-pension', 800)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});
/** Whose wife has a wage that would carry them over the standard. */
export const omitting = story({
  key: 'members-omitting',
  title: '丁瞒',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '5号',
  people: [
    { name: '丁瞒', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '丁瞒妻', sex: '女', birth: '1975-03-03', relation: 'spouse', lives: lives.上班 },
  ],
  incomes: [monthly('self', 'employee-pension', 200), monthly('m1', 'wage', 5000)],
  expect: { outcome: 'not-eligible', amountFen: 0 },
});
export const whole = story({
  key: 'members-whole',
  title: '戊全',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '6号',
  people: [
    { name: '戊全', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '戊全妻', sex: '女', birth: '1965-03-03', relation: 'spouse', lives: lives.退休 },
  ],
  incomes: [monthly('self', 'employee-pension', 200), monthly('m1', 'employee-pension', 300)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});

export const offered = story({
  key: 'members-offered',
  title: '庚户',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '8号',
  people: [
    { name: '庚户', sex: '男', birth: '1980-03-03', lives: lives.退休 },
    { name: '庚户妻', sex: '女', birth: '1982-03-03', relation: 'spouse', lives: lives.退休 },
    { name: '庚户儿', sex: '男', birth: '2015-03-03', relation: 'child', lives: lives.上学 },
  ],
  incomes: [monthly('self', 'wage', 200)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});

/** Who lives with his wife; the son works elsewhere and is on the form as a supporter. */
export const housed = story({
  key: 'members-housed',
  title: '己址',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗大道7号',
  people: [
    { name: '己址', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '己址妻', sex: '女', birth: '1965-03-03', relation: 'spouse', lives: lives.退休 },
  ],
  incomes: [monthly('self', 'employee-pension', 200), monthly('m1', 'employee-pension', 300)],
  obligors: [
    {
      name: '己址子',
      relation: 'child',
      phone: '13900007777',
      supports: 'self',
      mustSupport: 1,
      householdSize: 3,
      monthlyIncomeFen: yuan(1000),
      division: '421202100001',
      urbanRural: 'urban',
    },
  ],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});

/** Starts what the tests need. */
export async function openHouseholds(): Promise<void> {
  api = await startApi({ start: '2026-03-02' });
  await api.register(joining, marrying, even, omitting, whole, housed, offered);
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
}
export const closeHouseholds = () => api?.stop();

export const work = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => api.context.write(systemActor('test', '421200000000'), body);
export const rows = async (query: string, ...values: unknown[]) => (await api.owner.query(query, values)).rows;
export const reviewsOf = (name: string): Promise<{ id: string; state: string }[]> =>
  rows(`select id, state from service_case where item_id = 'SA-02' and applicant_name = $1 order by submitted_at, id`, name);
export const moneyOf = (name: string) =>
  rows(
    `select v.no, v.amount_fen, e.to_month, (select count(*)::int from payment_hold h where h.entitlement_id = e.id and h.released_at is null) as holds
     from entitlement_version v join entitlement e on e.id = v.entitlement_id join person p on p.id = e.person_id where p.name = $1 order by v.no`,
    name,
  );
export const newcomer = (name: string): Promise<PersonId> =>
  work(async (tx) => {
    const idNumber = makeIdNumber('421202', '1966-06-06', 778);
    const made = await registerPerson(tx, { name, idNumber, division: '421202100001' });
    if (!made.ok) throw new Error(made.code);
    return made.value;
  });
