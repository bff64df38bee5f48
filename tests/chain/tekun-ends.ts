/** 终止供养 and what follows a death: after the other parts of `tekun-chain.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { tekunHome, tekunWish } from '../../src/domains/social-assistance/demonstration/stories-tekun.ts';
import { systemActor } from '../../src/kernel/access/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { findByIdNumber, recordDeath } from '../../src/kernel/resident/server.ts';
import { requestId } from '../api.ts';
import { api, clerk, confirmer, county, freezeOf, one, registered, titles, wishCase } from './tekun-desk.ts';

export function ends(): void {
  describe('终止供养', () => {
    test('没有听取意见不能决定；异议成立的继续供养；不成立的重新公示；决定后从下个月停发，并提出后续救助', async () => {
      const { applicant } = tekunWish.story.form;
      const stop = async () => {
        const opened = await clerk.post('/api/cases', {
          itemId: 'SA-04',
          channel: 'window',
          form: {
            person: { name: applicant.name, idNumber: applicant.idNumber, division: applicant.division },
            kind: 'stop',
            ground: 'obligor',
            detail: '过继的女儿愿意赡养。',
          },
          requestId: requestId(),
        });
        await clerk.act(opened.id, 'accept');
        await clerk.act(opened.id, 'postNotice', { place: '咸安区社会福利院公示栏' });
        return opened.id as string;
      };
      const object = async () => {
        const [notice] = (await api.visitor().get('/api/notices')).rows;
        expect(notice).toMatchObject({ text: '拟终止特困人员救助供养', amountFen: null });
        await api.visitor().post(`/api/notices/${notice.id}/objections`, {
          text: '女儿没有赡养能力',
          name: '邻居',
          phone: '13900000001',
          requestId: requestId(),
        });
      };
      const first = await stop();
      await object();
      await county.act(first, 'recordInvestigation', { upheld: 'upheld', result: '女儿确实没有能力，不应终止。' });
      expect(await county.case(first)).toMatchObject({ state: 'kept' });
      expect((await county.case(wishCase)).sections.tekun.stateZh).toBe('供养中');

      const second = await stop();
      await object();
      await county.act(second, 'recordInvestigation', { upheld: 'dismissed', result: '女儿有能力，异议不成立。' });
      expect((await county.case(second)).state).toBe('toPost');
      await clerk.act(second, 'postNotice', { place: '咸安区社会福利院公示栏' });
      await api.moveTo('2026-12-29');
      expect((await county.case(second)).state).toBe('deciding');
      expect(await confirmer.actRefused(second, 'stop', { opinion: '同意终止。' })).toMatchObject({
        code: 'STOP_HEARING_MISSING',
        message: expect.stringContaining('须听取救助对象意见'),
      });
      await clerk.act(second, 'recordHearing', {
        how: 'visit',
        heardOn: '2026-12-29',
        person: '舒桂兰',
        said: '同意由女儿赡养。',
      });
      await confirmer.act(second, 'stop', { opinion: '同意终止。' });
      const kase = await county.case(second);
      expect(kase).toMatchObject({ state: 'ended', outcome: 'terminated' });
      expect(titles(kase)).toContain('终止特困人员救助供养决定书');
      expect(JSON.stringify(kase.sections.facts)).toMatch(/终止后的救助.*低保.*临时救助/);
      const ended = await api.owner.query(
        `select programme, to_month from entitlement where person_id = (select id from person where name = '舒桂兰') and programme like 'tekun%' and state = 'ended' order by 1`,
      );
      expect(ended.rows).toEqual([
        { programme: 'tekun', to_month: '2026-12' },
        { programme: 'tekun-care', to_month: '2026-12' },
      ]);
    });
  });

  describe('示例 W9：去世', () => {
    let funeral: string;
    const bearer = makeIdNumber('421202', '1975-05-05', 985);
    const claim = (receipt: string) => ({
      applicant: { name: '熊建军', idNumber: bearer, phone: '13900005555', relation: '侄子' },
      deceased: {
        name: '熊守义',
        idNumber: tekunHome.story.form.applicant.idNumber,
        division: tekunHome.story.form.applicant.division,
      },
      costFen: 8000_00,
      account: { bank: '咸宁农村商业银行', number: '6217790000007777' },
      papers: [receipt],
      promise: true,
    });

    test('登记死亡以前不能申领丧葬补助', async () => {
      await registered('熊建军', bearer);
      const opened = await clerk.post('/api/cases', {
        itemId: 'SA-15',
        channel: 'window',
        form: claim(await clerk.upload('support')),
        requestId: requestId(),
      });
      funeral = opened.id;
      expect(await clerk.actRefused(funeral, 'accept')).toMatchObject({ code: 'DECEASED_NOT_DEAD' });
    });

    test('去世当月应发，以后的月份终止；档案写明供养到几月；终止仍公示7天，不用听取意见', async () => {
      await api.context.write(systemActor('test', api.context.city), async (tx) => {
        const dead = await findByIdNumber(tx, tekunHome.story.form.applicant.idNumber);
        const recorded = await recordDeath(tx, { personId: dead!.id, diedOn: '2026-12-28', source: '火化证明' });
        expect(recorded.ok).toBe(true);
      });
      await api.run();
      expect(api.errors).toEqual([]);
      const { rows } = await api.owner.query(
        `select programme, to_month from entitlement where person_id = (select id from person where name = '熊守义') order by 1`,
      );
      expect(rows).toEqual([
        { programme: 'tekun', to_month: '2026-12' },
        { programme: 'tekun-care', to_month: '2026-12' },
      ]);
      const stopCase = (
        await one(`select id from service_case where item_id = 'SA-04' and closed_at is null and applicant_name = '熊守义'`)
      ).id;
      await clerk.act(stopCase, 'accept');
      await clerk.act(stopCase, 'postNotice', { place: '赤岗村公示栏' });
      await api.moveTo('2027-01-06');
      await confirmer.act(stopCase, 'stop', { opinion: '同意终止。' });
      const kase = await county.case(stopCase);
      expect(kase.state).toBe('ended');
      expect(kase.sections.tekun).toMatchObject({ stateZh: '已终止', lastMonth: '2026-12' });
    });

    test('没有承担费用的邻居也来申领：不予发放，告知书写明理由；这个决定可以重算', async () => {
      const neighbour = makeIdNumber('421202', '1970-03-03', 984);
      await registered('钱有德', neighbour);
      const form = claim(await clerk.upload('support'));
      const opened = await clerk.post('/api/cases', {
        itemId: 'SA-15',
        channel: 'window',
        form: { ...form, applicant: { ...form.applicant, name: '钱有德', idNumber: neighbour, relation: '邻居' } },
        requestId: requestId(),
      });
      await clerk.act(opened.id, 'accept');
      await clerk.act(opened.id, 'submitToCounty', { opinion: '票据是熊建军的，请审批。' });
      await confirmer.act(opened.id, 'refuse', { reason: '丧葬费用由熊建军承担，不是申请人承担。' });
      const kase = await confirmer.case(opened.id);
      expect(kase.state).toBe('refused');
      expect(titles(kase)).toEqual(['特困人员丧葬补助不予发放告知书']);
      const [decision] = kase.sections.decisions;
      expect(decision).toMatchObject({ kindZh: '丧葬补助审批', outcome: 'not-eligible', amountFen: 0 });
      expect(decision.clauses).toMatchObject([
        { name: '符合丧葬补助发放条件', verdict: 'unmet', value: { text: '丧葬费用由熊建军承担，不是申请人承担。' } },
      ]);
      expect((await confirmer.get(`/api/decisions/${decision.id}/replay`)).differences).toEqual([]);
    });

    test('丧葬补助 6 × 1,190 = 7,140 元，发给承担费用的人，一次；第二个人再申领被拒绝', async () => {
      await clerk.act(funeral, 'accept');
      await clerk.act(funeral, 'submitToCounty', { opinion: '票据齐全，由侄子承担。' });
      expect((await confirmer.case(funeral)).sections.decisions.at(-1)).toMatchObject({
        kind: 'preview',
        amountFen: 7140_00,
        once: true,
      });
      await confirmer.act(funeral, 'grant', { opinion: '同意发放。' });
      const kase = await confirmer.case(funeral);
      expect(kase.state).toBe('granted');
      expect(titles(kase)).toEqual(['特困人员丧葬补助发放通知书']);
      const [decision] = kase.sections.decisions;
      expect(await confirmer.get(`/api/decisions/${decision.id}/replay`)).toMatchObject({
        decision: { outcome: 'eligible', amountFen: 7140_00 },
        differences: [],
      });
      await api.jumpTo('2027-01-20');
      const february = await freezeOf('tekun-funeral', '2027-02');
      expect(february.rows).toMatchObject([{ month: '2027-02', fen: 7140_00, last4: '7777' }]);
      const again = await clerk.post('/api/cases', {
        itemId: 'SA-15',
        channel: 'window',
        form: claim(await clerk.upload('support')),
        requestId: requestId(),
      });
      expect(await clerk.actRefused(again.id, 'accept')).toMatchObject({ code: 'FUNERAL_PAID' });
      await expect(
        api.owner.query(
          'insert into tekun_funeral select deceased_person_id, profile_id, case_id, division, bearer_person_id, entitlement_id, amount_fen, granted_on from tekun_funeral',
        ),
      ).rejects.toMatchObject({ constraint: 'tekun_funeral_pkey' });
    });
  });
}
