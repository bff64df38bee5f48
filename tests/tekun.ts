/** 特困供养 in tests: an old person who lives alone, applied for, recognised, assessed and cared for. */
import type { Place } from '../src/domains/social-assistance/demonstration/places.ts';
import type { TekunStory } from '../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { tekunFilled } from '../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { lives, story } from '../src/domains/social-assistance/demonstration/story.ts';
import { systemActor } from '../src/kernel/access/server.ts';
import { plusDays } from '../src/kernel/calendar/index.ts';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { findOrRegister } from '../src/kernel/resident/server.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, visitInput } from './api.ts';

/** Somebody of 66 years in the country, without supporters. */
export const oldPerson = (
  key: string,
  name: string,
  more: { birth?: PlainDate; wish?: 'home' | 'institution'; place?: Place } = {},
): TekunStory => ({
  story: story({
    key,
    title: name,
    place: more.place ?? '汀泗桥社区',
    address: `${more.place ?? '汀泗桥社区'}6组1号`,
    urbanRural: 'rural',
    expect: null,
    people: [{ name, sex: '男', birth: more.birth ?? '1960-02-01', lives: lives.年老 }],
  }),
  tekun: { supporters: [], childScheme: 'none', wish: more.wish ?? 'home' },
});

export const cannot = (...items: string[]) => ({
  ...Object.fromEntries(
    ['eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'].map((i) => [i, items.includes(i) ? 'no' : 'yes']),
  ),
  organisation: '咸安区民政局',
  assessors: [{ name: '郑海燕' }, { name: '李建国' }],
  personOpinion: '没有意见',
});

export async function tekunDesk(api: Api) {
  const [clerk, leader, checker, county, confirmer, finance] = (await Promise.all(
    ['xiang', 'xianghe', 'hedui', 'xian', 'queren', 'caiwu'].map(api.staff),
  )) as [Browser, Browser, Browser, Browser, Browser, Browser];
  const later = (days: number): Promise<void> => api.jumpTo(plusDays(api.clock.today(), days));

  /** Applied for and carried to the county's desk. */
  async function applied(of: TekunStory): Promise<string> {
    const person = await api.resident(of.story);
    const signatures: Record<string, string> = {};
    for (const signer of of.story.form.signers) signatures[signer] = await person.upload('consent');
    const { id } = await person.post('/api/cases', {
      itemId: 'SA-03',
      channel: 'mobile',
      form: tekunFilled(of, signatures),
      requestId: requestId(),
    });
    return id;
  }
  async function atCounty(of: TekunStory, id: string): Promise<void> {
    await clerk.act(id, 'accept');
    await clerk.act(id, 'startSurvey');
    await checker.act(id, 'startCheck');
    await api.run();
    await checker.act(id, 'issueReport');
    await clerk.act(id, 'recordVisit', await visitInput(clerk, of.story, api.clock.today()));
    await clerk.act(id, 'verifySupporters', { supporters: [], basis: '查阅户籍档案并向村干部核实。' });
    await clerk.act(id, 'submitForReview', { opinion: '情况属实，请审核。' });
    await leader.act(id, 'giveOpinion', { opinion: '同意上报。' });
    if ((await clerk.case(id)).state === 'toPost') {
      await clerk.act(id, 'postNotice', { place: '社区公示栏' });
      await later(8);
    }
    await clerk.act(id, 'fileToCounty');
    if ((await confirmer.case(id)).flags.includes('spot-check'))
      await county.act(id, 'recordCountyVisit', await visitInput(county, of.story, api.clock.today()));
  }
  async function recognised(of: TekunStory): Promise<string> {
    const id = await applied(of);
    await atCounty(of, id);
    await confirmer.act(id, 'confirm', { opinion: '同意认定。', wish: of.tekun.wish });
    return id;
  }
  /** Three acts failed: half care; a neighbour cares. */
  async function supported(of: TekunStory): Promise<string> {
    const id = await recognised(of);
    await county.act(id, 'recordAssessment', { ...cannot('dressing', 'toilet', 'bathing'), assessedOn: api.clock.today() });
    await clerk.act(id, 'arrangeHome', await agreement());
    return id;
  }
  const carer = { name: '余水生', idNumber: makeIdNumber('421202', '1970-04-04', 981) };
  const agreement = async () => {
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      findOrRegister(tx, { ...carer, division: '421202100001' }),
    );
    return {
      carer: 'person',
      ...carer,
      relation: '邻居',
      phone: '13900001234',
      duties: '做饭洗衣、打扫卫生、陪同看病取药。',
      bank: '咸宁农村商业银行',
      number: '6217790000001234',
      signedOn: api.clock.today(),
      signature: await clerk.upload('agreement-signature'),
    };
  };
  /** A change of a support, opened at the window. */
  async function change(of: TekunStory, more: Record<string, unknown>, by: Browser = clerk): Promise<string> {
    const { name, idNumber, division } = of.story.form.applicant;
    const form = { person: { name, idNumber, division }, detail: '本人和村里报告。', ...more };
    return (await by.post('/api/cases', { itemId: 'SA-04', channel: 'window', form, requestId: requestId() })).id;
  }
  const entitlements = async () =>
    (
      await api.owner.query(
        `select e.programme, left(e.division, 6) as county, e.from_month as "from", e.to_month as "to", v.amount_fen::int as fen
           from entitlement e join lateral (select amount_fen from entitlement_version v where v.entitlement_id = e.id order by no desc limit 1) v on true
           where e.programme like 'tekun%' order by e.programme, e.from_month`,
      )
    ).rows;
  return {
    clerk,
    leader,
    checker,
    county,
    confirmer,
    finance,
    later,
    applied,
    atCounty,
    recognised,
    supported,
    agreement,
    change,
    entitlements,
  };
}
