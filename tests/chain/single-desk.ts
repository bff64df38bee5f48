import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { setSimulatedAnswers } from '../../src/kernel/exchange/server.ts';
import type { EntitlementId } from '../../src/kernel/payment/server.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

/** Father, mother and a severely disabled son; the father's pension of 2,700 makes them 低保边缘, the son receives 1,040 alone. */
export const family = storyOf('single-edge');
export const now = { outcome: 'eligible', amountFen: yuan(1040) } as const;

export let api: Api;
export let clerk: Browser;
export let leader: Browser;
export let confirmer: Browser;
export let parent: string;

/** A city with these families, and its hands. */
export async function openCity(...stories: Parameters<Api['register']>): Promise<void> {
  api = await startApi({ start: '2026-06-01' });
  await api.register(...stories);
  [clerk, leader, confirmer] = (await Promise.all(['xiang', 'xianghe', 'queren'].map(api.staff))) as [Browser, Browser, Browser];
}
/** A city in which the family is recognised and the son receives alone. */
export async function begin(): Promise<void> {
  await openCity(family);
  parent = await carry(api, family, 'surveying');
  await clerk.act(parent, 'openMemberCase', { member: 'm2' });
  const own = (await clerk.case(parent)).children[0]!.id;
  await carry(api, family, 'decided', { id: parent, from: 'reviewing' });
  await carry(api, { ...family, expect: now }, 'decided', { id: own, from: 'accepted' });
}
export const asSystem = () => systemActor('test', api.context.city);

export const singles = async () =>
  (
    await api.owner.query(
      `select e.id, e.to_month, e.end_reason, (select count(*)::int from entitlement_member m where m.entitlement_id = e.id) as members
       from entitlement e order by e.from_month, e.id`,
    )
  ).rows;

export async function lookAgain(reason: string): Promise<string> {
  const [{ id }] = await singles();
  const opened = await api.context.write(asSystem(), (tx) =>
    openReview(tx, { entitlementId: id as EntitlementId, kind: 'change', reason }),
  );
  if (!opened.ok) throw new Error(opened.code);
  return opened.value.caseId;
}

/** The father's pension is 1,500 from now on, whoever is asked. */
export async function findPoorer(id: string, by = clerk): Promise<void> {
  const { idNumber } = family.persons[0]!;
  const item = { kind: 'employee-pension', text: '职工基本养老金', amountFen: 1500_00 } as const;
  await api.context.write(asSystem(), (tx) => setSimulatedAnswers(tx, [{ source: 'social-insurance', idNumber, items: [item] }]));
  const pension = (await by.case(id)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as {
    incomes: { type: string; amountFen: number }[];
  };
  await by.act(id, 'recordFacts', {
    ...pension,
    source: '养老金发放记录',
    incomes: pension.incomes.map((i) => (i.type === 'employee-pension' ? { ...i, amountFen: 1500_00 } : i)),
  });
}
/** Every adult signs, the departments are asked. */
export async function check(id: string, by = clerk): Promise<void> {
  const members = ['self', 'm1', 'm2'];
  const consents = await Promise.all(members.map(async (member) => ({ member, signature: await by.upload('consent') })));
  await by.act(id, 'requestCheck', { consents });
  const checker = await api.staff('hedui');
  await checker.act(id, 'startCheck');
  await api.run();
  await checker.act(id, 'issueReport');
  const action = (await by.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy');
  for (const d of action?.fields[0]?.choices ?? [])
    await by.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '家庭承认，属实' });
}
