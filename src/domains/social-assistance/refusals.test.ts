/** Section 8.1: what is refused, and the very words. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { explain, fail } from '../../kernel/result/index.ts';
import { parseInput } from '../../kernel/schema/index.ts';
import '../../kernel/payment/server.ts';
import '../../kernel/policy/server.ts';
import '../../kernel/resident/server.ts';
import '../../kernel/service/server.ts';
import './errors.ts';
import './recognition/service.ts';
import './temporary-aid/errors.ts';
import './verification/errors.ts';

const words: readonly [code: string, sentence: string, params?: Record<string, string>][] = [
  ['ASSISTED_ELSEWHERE', '该成员已在其他家庭享受或申请救助，请先办理变更。'],
  ['EXCLUDED_SCHEME', '该人员正在享受特困供养，不能同时享受低保。', { benefit: '特困供养', asked: '低保' }],
  ['MEMBERS_LEFT_OUT', '低保以家庭为单位申请，不得只申请个别成员。'],
  ['MEMBERS_NOT_NAMED', '低保以家庭为单位申请，不得只申请个别成员。'],
  ['CONSENT_MISSING', '缺少家庭成员核对授权，暂不能受理。'],
  ['PAPER_FROM_SOURCE', '该材料可通过数据核对取得，不得要求申请人提供。'],
  ['SURVEYORS_TOO_FEW', '入户调查人员不得少于2人。'],
  ['SAME_OFFICER', '初审人与确认人不得为同一人。'],
  ['NOTICE_NOT_OVER', '公示期未满，不能提交确认。'],
  ['COUNTY_VISIT_REQUIRED', '已备案近亲属申请，须先完成县级入户调查。', { why: '已备案近亲属申请' }],
  ['HEARING_MISSING', '作出减发、停发决定前须听取救助对象意见。'],
  ['BATCH_TOTALS_DIFFER', '批次合计与明细不符，已拒绝提交。'],
  ['RESERVE_SHORT', '备用金余额不足，请申请追加或转县级审批。'],
  ['RESIDENCE_NOT_ASKED', '急难救助不限户籍和居住地，请直接受理。'],
  ['DEATH_IN_FUTURE', '死亡日期无效。'],
  ['DEATH_BEFORE_BIRTH', '死亡日期无效。'],
  ['PARAM_OVERLAP', '该地区同一标准有效期重叠。'],
];
const FILLED = ['names', 'place', 'ends', 'diedOn', 'birthDate', 'from', 'source', 'paper', 'owner', 'balance', 'amount'];
const ALL = Object.fromEntries(FILLED.map((name) => [name, '…']));

test.each(words)('%s：%s', (code, sentence, params) => {
  expect(explain(fail(code, { ...ALL, ...params })).message).toBe(sentence);
});

test('多填一个金额：金额由系统核算，如需调整请修改依据并说明理由', () => {
  const shape = z.strictObject({ opinion: z.string() });
  for (const extra of [{ amountFen: 1 }, { amount: 1 }])
    expect(parseInput(shape, { opinion: '同意', ...extra })).toMatchObject({
      fields: [{ message: '金额由系统核算，如需调整请修改依据并说明理由' }],
    });
  expect(parseInput(shape, { opinion: '同意', other: 1 })).toMatchObject({ fields: [{ message: '没有“other”这一项' }] });
});
