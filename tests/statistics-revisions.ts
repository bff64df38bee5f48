/** 修订 of reports that are locked: after the months of `statistics.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { SheetView } from '../src/domains/planning-statistics/statistics/content.ts';
import { requestId } from './api.ts';
import { api, by, CITY, cell, FORM, JIAYU, PERIOD, query, sheet, system, TINGSI, XIANAN } from './statistics-desk.ts';

export function revisions(): void {
  describe('修订', () => {
    const revision = (cells: { cell: string; value: string }[], reason = '一户8月已批准，漏录入') => ({
      form: FORM,
      period: PERIOD,
      unit: TINGSI,
      input: { cells, reason },
      requestId: requestId(),
    });
    const REVISIONS = '/api/statistics/revisions';
    const one = [
      { cell: 'c102', value: '2' },
      { cell: 'c115', value: '2' },
    ];
    const open = async (login: string, unit: string) => (await sheet(login, unit)).revisions.find((r) => r.state === 'asked')!;
    const decide = (login: string, id: string, decision: string, input: object) => ({
      path: `${REVISIONS}/${id}`,
      body: { decision, input, requestId: requestId() },
      login,
    });

    test('没有改什么、理由太短、整数格写小数：不收；县里不能替乡镇申请', async () => {
      expect((await by('xiang').refused(REVISIONS, revision([{ cell: 'c102', value: '1' }]))).code).toBe('STAT_REVISION_SAME');
      expect((await by('xiang').refused(REVISIONS, revision(one, '漏'))).fields.map((f) => f.path)).toEqual(['reason']);
      const halves = await by('xiang').refused(REVISIONS, revision([{ cell: 'c102', value: '2.5' }]));
      expect(halves.fields.map((f) => f.path)).toEqual(['cells.0.value']);
      expect((await by('xian').refused(REVISIONS, revision(one))).status).toBe(404);
    });

    test('修订以后表内关系不成立的，批准不了；不批准的写理由，数不变', async () => {
      await by('xiang').post(REVISIONS, revision([{ cell: 'c102', value: '2' }]));
      expect((await by('xiang').refused(REVISIONS, revision(one))).code).toBe('STAT_REVISION_OPEN');
      const asked = await open('shiling', CITY);
      const approve = decide('shiling', asked.id, 'approve', { documentNo: '咸民函〔2026〕8号' });
      const answer = await by('shiling').refused(approve.path, approve.body);
      expect([answer.message, answer.fields[0]!.message]).toEqual([
        '存在1项错误，不能上报。',
        '低保户数合计2户，期初0户加1户减0户得1户',
      ]);
      const refuse = decide('shiling', asked.id, 'refuse', { answer: '新增户数没有一并修订' });
      await by('shiling').post(refuse.path, refuse.body);
      expect(await sheet('xiang', TINGSI)).toMatchObject({ version: 1, newest: 1 });
      expect((await by('shiling').refused(refuse.path, { ...refuse.body, requestId: requestId() })).code).toBe(
        'STAT_REVISION_DECIDED',
      );
    });

    test('市级领导按文号批准：乡镇、县、市各另成一版，原来的一版还在；市级经办、县里不能批准', async () => {
      await by('xiang').post(REVISIONS, revision(one));
      const { id } = await open('shiling', CITY);
      for (const login of ['shi', 'xianzhang', 'xian'])
        expect(
          (await by(login).call('POST', `${REVISIONS}/${id}`, decide(login, id, 'approve', { documentNo: 'x' }).body)).status,
        ).toBe(403);
      const { path, body } = decide('shiling', id, 'approve', { documentNo: '咸民函〔2026〕9号' });
      expect(await by('shiling').post(path, body)).toEqual({ version: 2 });
      for (const [login, unit] of [
        ['xiang', TINGSI],
        ['xian', XIANAN],
        ['shi', CITY],
      ] as const) {
        const view = await sheet(login, unit);
        expect([view.version, view.stateZh, cell(view, 'c102').total, cell(view, 'c107').total], unit).toEqual([
          2,
          '已锁定',
          '2',
          '2',
        ]);
        const first: SheetView = await by(login).get(`/api/statistics/sheet?${query(unit, '&version=1')}`);
        expect([first.version, cell(first, 'c102').total], unit).toEqual([1, '1']);
        expect(view.revisions[0]).toMatchObject({ documentNo: '咸民函〔2026〕9号', stateZh: '已批准', toVersion: 2 });
      }
      expect((await sheet('jyxian', JIAYU)).version).toBe(1);
      const [footnote] = (await sheet('xiang', TINGSI)).revisions;
      expect(footnote!.changes).toEqual([
        { key: 'c102', label: '农村低保户数', unit: '户', before: '1', after: '2' },
        { key: 'c115', label: '本期新增低保户数', unit: '户', before: '1', after: '2' },
      ]);
    });

    test('锁定的报表各有一份文书：文号、PDF、摘要；修订版代替前一版，核验前一版说“已被修订版代替”；没有修订的仍然有效', async () => {
      const first = (await by('xiang').get(`/api/statistics/sheet?${query(TINGSI, '&version=1')}`)).paper;
      const second = (await sheet('xiang', TINGSI)).paper!;
      expect([first.number, second.number]).toEqual(['咸安汀泗桥民统字〔2026〕1号', '咸安汀泗桥民统字〔2026〕2号']);
      expect([first.revokedOn !== null, second.revokedOn]).toEqual([true, null]);
      expect(second.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(second.digest).not.toBe(first.digest);
      expect(second.says).toContain('没有使用电子认证机构的数字证书');
      const pdf = await by('xiang').call('GET', second.url);
      expect([pdf.status, pdf.raw.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
      const code = async (number: string): Promise<string> =>
        (await api.owner.query('select check_code from issued_document where number = $1', [number])).rows[0].check_code;
      const visitor = api.visitor();
      const old = (await visitor.call('GET', `/check/${await code(first.number)}`)).body;
      expect(old).toContain('已被修订版代替');
      expect(old).toContain(`由${second.number}代替`);
      expect((await visitor.call('GET', `/check/${await code(second.number)}`)).body).toContain('是真的，现在有效');
      const answer = await visitor.get(`/api/documents/check/${await code(first.number)}`);
      expect(answer).toMatchObject({ number: first.number, title: '统计报表', replacedBy: second.number });
      // 汇总的两级跟着另出一份，没有动的县还是第一份
      expect((await sheet('shi', CITY)).paper!.number).toBe('咸宁民统字〔2026〕2号');
      expect((await sheet('jyxian', JIAYU)).paper).toMatchObject({ number: '嘉鱼民统字〔2026〕1号', revokedOn: null });
    });

    test('报表文书的数据摘要按锁定的数算；出具了的文书改不了，别的县打不开', async () => {
      const paper = (await sheet('xiang', TINGSI)).paper!;
      expect((await by('xian').get(`/api/statistics/sheet?${query(TINGSI)}`)).paper.digest).toBe(paper.digest);
      expect((await by('jyxian').call('GET', paper.url)).status).toBe(404);
      await expect(
        api.owner.query("update issued_document set replaced_by = null where revoked_reason like '由%代替'"),
      ).rejects.toThrow('cannot be altered');
    });

    test('批准了的修订，谁也改不了', async () => {
      const change = api.context.write(system(), (tx) => tx.run(sql`update stat_revision set reason = '别的理由'`));
      await expect(change).rejects.toMatchObject({ code: '42501' });
    });
  });
}
