/** 特困 who wish to live in an institution: after the first part of `tekun-chain.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { tekunHome, tekunWish } from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { findByIdNumber } from '../../src/kernel/resident/server.ts';
import { requestId, visitInput } from '../api.ts';
import {
  agreement,
  api,
  apply,
  cannot,
  checker,
  clerk,
  confirmer,
  county,
  freezeOf,
  leader,
  one,
  person,
  registered,
  setWishCase,
} from './tekun-desk.ts';

export function institution(): void {
  /** She is in her brother's 低保 family and has a nursing subsidy when she is recognised. */
  async function alsoReceives(): Promise<void> {
    const brother = await registered('舒桂林', makeIdNumber('421202', '1951-03-05', 987));
    await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const her = (await findByIdNumber(tx, tekunWish.story.form.applicant.idNumber))!.id;
      const common = {
        householdId: null,
        division: '421202100242',
        fromMonth: '2026-10',
        amountFen: 100_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      } as const;
      for (const benefit of [
        { programme: 'dibao', exclusiveGroups: ['basic-living'], personId: brother, memberIds: [brother, her] },
        { programme: 'nursing', exclusiveGroups: ['disability-nursing'], personId: her, memberIds: [her] },
      ])
        expect((await grantEntitlement(tx, { ...common, ...benefit })).ok).toBe(true);
    });
  }
  const othersOf = async () =>
    (
      await api.owner.query(`select e.programme, e.state, m.to_month as last,
          exists (select from payment_hold h where h.entitlement_id = e.id and h.code = 'recompute' and h.released_at is null) as held
        from entitlement e join entitlement_member m on m.entitlement_id = e.id and m.person_id = (select id from person where name = '舒桂兰')
        where e.programme in ('dibao', 'nursing') order by 1`)
    ).rows;

  describe('愿意入住机构的', () => {
    let wish: string;
    test('70岁以上的哥哥没有能力供养：核实财产以前待查明，不能提出意见；核实以后可以', async () => {
      const her = await api.resident(tekunWish.story);
      wish = await apply(tekunWish, her);
      setWishCase(wish);
      await clerk.act(wish, 'accept');
      await clerk.act(wish, 'startSurvey');
      await checker.act(wish, 'startCheck');
      await api.run();
      await checker.act(wish, 'issueReport');
      await clerk.act(wish, 'recordVisit', await visitInput(clerk, tekunWish.story, api.clock.today()));
      await clerk.act(wish, 'submitForReview', { opinion: '请审核。' });
      expect(await leader.actRefused(wish, 'giveOpinion', { opinion: '拟予认定' })).toMatchObject({ code: 'STILL_UNKNOWN' });
      await leader.act(wish, 'returnToSurvey', { reason: '请核实哥哥的财产' });
      const { initial } = (await clerk.case(wish)).allowedActions.find((a) => a.action === 'verifySupporters')!;
      const supporters = (initial.supporters as Record<string, unknown>[]).map((s) => ({ ...s, assetsLow: true }));
      await clerk.act(wish, 'verifySupporters', { supporters, basis: '查不动产和存款，符合低收入规定。' });
      await clerk.act(wish, 'submitForReview', { opinion: '请审核。' });
      await leader.act(wish, 'giveOpinion', { opinion: '拟予认定。' });
      await clerk.act(wish, 'postNotice', { place: '彭碑村公示栏' });
      await api.moveTo('2026-11-30');
      await clerk.act(wish, 'fileToCounty');
    });

    test('第二件没有抽中的不用入户；认定的人从家里的低保出来（家里待重新核算），护理补贴到认定当月止；评估以后没有床位：在家供养必须写明原因，进入排队名单', async () => {
      const draw = await one('select drawn from tekun_spot_check where case_id = $1', wish);
      if (draw.drawn) await county.act(wish, 'recordCountyVisit', await visitInput(county, tekunWish.story, api.clock.today()));
      await alsoReceives();
      await confirmer.act(wish, 'confirm', { opinion: '同意认定。', wish: 'institution' });
      expect(await othersOf()).toEqual([
        { programme: 'dibao', state: 'active', last: '2026-11', held: true },
        { programme: 'nursing', state: 'ended', last: '2026-11', held: false },
      ]);
      await county.act(wish, 'recordAssessment', {
        ...cannot('eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'),
        assessedOn: api.clock.today(),
      });
      expect(
        await clerk.actRefused(
          wish,
          'arrangeHome',
          await agreement(clerk, { carer: 'provider', name: '咸安区暖心照料服务中心', idNumber: undefined }),
        ),
      ).toMatchObject({
        fields: [{ path: 'waitingReason' }],
      });
      await clerk.act(
        wish,
        'arrangeHome',
        await agreement(clerk, {
          carer: 'provider',
          name: '咸安区暖心照料服务中心',
          idNumber: undefined,
          relation: '签约服务单位',
          number: '6217790000005678',
          waitingReason: 'no-care-bed',
        }),
      );
      const list = await county.get('/api/tekun/waiting');
      expect(list.rows).toMatchObject([{ name: '舒桂兰', grade: 'full', waitingReason: 'no-care-bed' }]);
      expect(await county.get('/api/tekun/figures')).toMatchObject({ supported: 2, inInstitution: 0, unable: 2, wished: 1 });
      expect((await person.call('GET', '/api/tekun/waiting')).status).toBe(403);
      expect((await (await api.staff('jiayu')).get('/api/tekun/waiting')).rows).toEqual([]);
      await county.post(`/api/tekun/waiting/${list.rows[0].id}/reason`, { reason: 'medical', requestId: requestId() });
      expect((await county.get('/api/tekun/waiting')).rows[0].waitingReason).toBe('medical');
    });

    test('有了床位：变更为入住，下个月起两笔都付给机构，协议终止，不再排队；没有入住意愿的不能安排', async () => {
      await api.moveTo('2026-12-02');
      const { applicant } = tekunWish.story.form;
      const change = async (more: Record<string, unknown>, of = applicant) =>
        (
          await clerk.post('/api/cases', {
            itemId: 'SA-04',
            channel: 'window',
            form: {
              person: { name: of.name, idNumber: of.idNumber, division: of.division },
              kind: 'mode',
              detail: '福利院有空床位了。',
              ...more,
            },
            requestId: requestId(),
          })
        ).id as string;
      const moved = await change({ toMode: 'institution' });
      await clerk.act(moved, 'accept');
      await county.act(moved, 'arrangeInstitution', {
        institution: 'new',
        name: '咸安区社会福利院',
        bank: '咸宁农村商业银行',
        number: '6217790000009999',
        admittedOn: '2026-12-02',
      });
      expect((await county.case(moved)).sections.tekun).toMatchObject({ modeZh: '集中供养', agreement: null });
      expect((await county.get('/api/tekun/waiting')).rows).toEqual([]);
      expect(await county.get('/api/tekun/figures')).toMatchObject({ inInstitution: 1, unableInInstitution: 1, wished: 1 });
      await api.jumpTo('2026-12-20');
      for (const programme of ['tekun', 'tekun-care']) {
        const { rows } = await freezeOf(programme, '2027-01');
        const hers = rows.filter((r) => r.month === '2027-01' && r.last4 === '9999');
        expect(hers, programme).toHaveLength(1);
      }
      const his = await change({ toMode: 'caregiver' }, tekunHome.story.form.applicant);
      await clerk.act(his, 'accept');
      expect((await county.case(his)).allowedActions.map((a) => a.action)).toEqual([]);
      await clerk.act(his, 'withdraw', { reason: '照料人不换了' });
    });
  });
}
