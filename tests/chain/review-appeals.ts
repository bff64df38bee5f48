/** 核销 and 复议 of what a review decided: after the reviews of `review.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { requestId } from '../api.ts';
import { api, clerk, finance } from './review-desk.ts';

export function appeals(): void {
  describe('核销和复议', () => {
    const decidedReview = async (): Promise<string> =>
      (
        await api.owner.query(
          "select r.case_id from benefit_review r join service_case c on c.id = r.case_id where c.applicant_name = '姚红梅' and r.change = 'decrease'",
        )
      ).rows[0].case_id;

    test('核销凭这家办件上的会商纪要：没有纪要、金额不够的不行，一份纪要只核销一次', async () => {
      const leaderOfCounty = await api.staff('xianzhang');
      const county = await api.staff('xian');
      const [debt] = (await finance.get('/api/overpayments?open=yes')).rows;
      const writeOff = (minutes: string) =>
        leaderOfCounty.call('POST', `/api/overpayments/${debt.id}/plan`, {
          version: debt.version,
          method: 'write-off',
          minutes,
          requestId: requestId(),
        });
      expect((await writeOff('咸安民救商字〔2026〕9号，家庭无偿还能力')).body.error).toMatchObject({
        code: 'WRITE_OFF_NO_MINUTES',
      });
      const caseId = await decidedReview();
      const asked = await county.post(`/api/cases/${caseId}/conferences`, {
        requestId: requestId(),
        input: { subject: 'write-off', matter: '迟报多发的余款，家庭无偿还能力。' },
      });
      const { minutesNo } = await county.post(`/api/conferences/${asked.id}/resolution`, {
        requestId: requestId(),
        input: {
          heldOn: api.clock.today(),
          way: 'meeting',
          attendees: ['civil-affairs', 'finance', 'township'].map((unit) => ({ unit, name: '参会人' })),
          minutes: '看了家庭收入和支出，认为无偿还能力。',
          resolution: '同意核销余款。',
          amountFen: 1420_00,
          reviewOn: '2027-06-30',
        },
      });
      expect((await writeOff(`${minutesNo}，家庭无偿还能力`)).status).toBe(200);
      expect((await finance.get('/api/overpayments?open=yes')).rows).toEqual([]);
      const { rows } = await api.owner.query('select written_off from case_conference where minutes_no = $1', [minutesNo]);
      expect(rows).toEqual([{ written_off: debt.id }]);
    });

    test('复议登记在决定上，待遇照决定发；维持的没有变化；诉讼撤销原决定的，开出复核', async () => {
      const county = await api.staff('xian');
      const caseId = await decidedReview();
      const kase = await clerk.case(caseId);
      const { id: decisionId } = kase.sections.decisions.find((d: { kind: string }) => d.kind === 'final');
      const today = api.clock.today();
      const file = (kind: string) =>
        county.call('POST', `/api/decisions/${decisionId}/appeals`, {
          requestId: requestId(),
          input: { kind, filedOn: today, body: '咸安区人民政府' },
        });
      const before = (await clerk.case(caseId)).sections.entitlement.versions;
      const reconsideration = (await file('reconsideration')).body;
      expect((await file('reconsideration')).body.error).toMatchObject({ code: 'APPEAL_TWICE' });
      const lawsuit = (await file('lawsuit')).body;
      const result = (id: string, code: string) =>
        county.call('POST', `/api/appeals/${id}/result`, {
          requestId: requestId(),
          input: { result: code, resultedOn: today, text: '文书号和要点。' },
        });
      expect((await result(reconsideration.id, 'upheld')).body).toMatchObject({ changes: false });
      await api.run();
      const open = async () =>
        (await api.owner.query("select kind from benefit_review where change is null and kind = 'appeal'")).rows;
      expect(await open()).toEqual([]);
      expect((await clerk.case(caseId)).sections.entitlement.versions).toEqual(before);
      expect((await result(lawsuit.id, 'revoked')).body).toMatchObject({ changes: true });
      expect((await result(lawsuit.id, 'upheld')).body.error).toMatchObject({ code: 'APPEAL_RESULTED' });
      await api.run();
      expect(await open()).toEqual([{ kind: 'appeal' }]);
      expect((await county.get(`/api/cases/${caseId}/appeals`)).rows).toMatchObject([
        { kindZh: '行政复议', resultZh: '维持原决定', late: false },
        { kindZh: '行政诉讼', resultZh: '撤销原决定', changes: true },
      ]);
    });
  });
}
